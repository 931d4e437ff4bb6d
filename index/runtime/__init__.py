"""Run encoders without torch: the same weights and tokenizer, in onnxruntime."""
