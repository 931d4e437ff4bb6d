"""Compare an encoder with the one that defines it, on texts that have gone wrong elsewhere."""

from collections.abc import Mapping
from importlib.resources import files

import numpy as np

from index.encoder import Encoder, Precision, Vectors
from index.errors import RuntimeRefusedError

# In bfloat16 the worst of the sample has 0.99996.
LEAST_COSINE: Mapping[Precision, float] = {"float32": 0.9999, "bfloat16": 0.9998}

SAMPLE = (
    "",
    "MS",
    "What are the side effects of interferon beta?",
    "Is it safe to take a live vaccine (e.g. MMR) during treatment with ocrelizumab 600\u202fmg?",
    "Naïve CAFÉ, façade, Ångström, ΑΒΓ, Привет, 多発性硬化症, שלום, ไทย, 🧠🩺",
    "e\u0301 zero\u200dwidth \ufeffmark line\u2028separator nul\x00 del\x7f replaced\ufffd end",
    "[CLS] [SEP] [MASK] [PAD] ## <s> </s> <script>alert(1)</script> & \\n \t 1,234.5e-6",
    "pneumonoultramicroscopicsilicovolcanoconiosis" * 3,
    "Immune therapy slows multiple sclerosis by holding back the cells that attack myelin. " * 40,
)


def lowest_cosine(vectors: Vectors, defining: Vectors) -> float:
    """Return the lowest cosine of two rows of the same number; both hold unit vectors."""
    if vectors.shape != defining.shape:
        return -1.0
    return float(np.einsum("rd,rd->r", vectors, defining).min())


def check(encoder: Encoder, defining: Vectors) -> float:
    """Return the lowest cosine to the sample's `defining` vectors, or raise RuntimeRefusedError."""
    cosine = lowest_cosine(encoder.encode_passages(SAMPLE), defining)
    least = LEAST_COSINE[encoder.identity.precision]
    # Written so that a NaN is refused as well.
    if not cosine >= least:
        found = f"its vectors are not torch's (cosine {cosine:.5f}, at least {least} needed)"
        raise RuntimeRefusedError(encoder.identity.name, found)
    return cosine


def bundled_vectors() -> Vectors:
    """Return torch's vectors of the sample for the bundled weights, recorded once."""
    with (files(__package__) / "bundled_sample.npy").open("rb") as file:
        vectors: Vectors = np.load(file, allow_pickle=False)
    return vectors
