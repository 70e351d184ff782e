"""Enters: nothing. Leaves: the models that open_clip_torch 3.3.0 has configurations of, by what tokenizes for them."""

_BY_CONTEXT_LENGTH = {
    32: """
    PE-Core-B-16 PE-Core-L-14-336 PE-Core-S-16-384 PE-Core-T-16-384
    """,
    72: """
    PE-Core-bigG-14-448
    """,
    76: """
    coca_ViT-B-32 coca_ViT-L-14 coca_base
    """,
    77: """
    EVA01-g-14-plus EVA01-g-14 EVA02-B-16 EVA02-E-14-plus EVA02-E-14 EVA02-L-14-336 EVA02-L-14
    MobileCLIP-B MobileCLIP-S1 MobileCLIP-S2 MobileCLIP2-B MobileCLIP2-L-14 MobileCLIP2-S0
    MobileCLIP2-S2 MobileCLIP2-S3 MobileCLIP2-S4 RN101-quickgelu RN101 RN50-quickgelu RN50
    RN50x16-quickgelu RN50x16 RN50x4-quickgelu RN50x4 RN50x64-quickgelu RN50x64 ViT-B-16-plus-240
    ViT-B-16-plus ViT-B-16-quickgelu ViT-B-16 ViT-B-32-256 ViT-B-32-plus-256 ViT-B-32-quickgelu
    ViT-B-32 ViT-H-14-378-quickgelu ViT-H-14-378 ViT-H-14-quickgelu ViT-H-14 ViT-H-16 ViT-L-14-280
    ViT-L-14-336-quickgelu ViT-L-14-336 ViT-L-14-quickgelu ViT-L-14 ViT-L-16-320 ViT-L-16
    ViT-M-16-alt ViT-M-16 ViT-M-32-alt ViT-M-32 ViT-S-16-alt ViT-S-16 ViT-S-32-alt ViT-S-32
    ViT-bigG-14-quickgelu ViT-bigG-14 ViT-e-14 ViT-g-14 ViTamin-B-LTT ViTamin-B ViTamin-L-256
    ViTamin-L-336 ViTamin-L-384 ViTamin-L ViTamin-L2-256 ViTamin-L2-336 ViTamin-L2-384 ViTamin-L2
    ViTamin-S-LTT ViTamin-S ViTamin-XL-256 ViTamin-XL-336 ViTamin-XL-384 convnext_base
    convnext_base_w convnext_base_w_320 convnext_large convnext_large_d convnext_large_d_320
    convnext_small convnext_tiny convnext_xlarge convnext_xxlarge convnext_xxlarge_320
    swin_base_patch4_window7_224 vit_medium_patch16_gap_256 vit_relpos_medium_patch16_cls_224
    """,
}

CONTEXT_LENGTHS = {name: slots for slots, names in _BY_CONTEXT_LENGTH.items() for name in names.split()}
"""The models with CLIP's tokenizer, and how many slots each reads."""

_BY_OTHER_TOKENIZER = {
    "timm/ViT-B-16-SigLIP": """
    ViT-B-16-SigLIP-256 ViT-B-16-SigLIP-384 ViT-B-16-SigLIP-512 ViT-B-16-SigLIP ViT-L-16-SigLIP-256
    ViT-L-16-SigLIP-384 ViT-SO400M-14-SigLIP-378 ViT-SO400M-14-SigLIP-384 ViT-SO400M-14-SigLIP
    """,
    "timm/ViT-B-16-SigLIP-i18n-256": """
    ViT-B-16-SigLIP-i18n-256 ViT-SO400M-16-SigLIP-i18n-256
    """,
    "timm/ViT-B-16-SigLIP2-256": """
    ViT-B-16-SigLIP2-256
    """,
    "timm/ViT-B-16-SigLIP2-384": """
    ViT-B-16-SigLIP2-384
    """,
    "timm/ViT-B-16-SigLIP2-512": """
    ViT-B-16-SigLIP2-512
    """,
    "timm/ViT-B-16-SigLIP2": """
    ViT-B-16-SigLIP2
    """,
    "timm/ViT-B-32-SigLIP2-256": """
    ViT-B-32-SigLIP2-256
    """,
    "bert-base-uncased": """
    ViT-H-14-CLIPA-336 ViT-H-14-CLIPA ViT-L-14-CLIPA-336 ViT-L-14-CLIPA ViT-bigG-14-CLIPA-336
    ViT-bigG-14-CLIPA
    """,
    "facebook/xlm-v-base": """
    ViT-H-14-worldwide-378 ViT-H-14-worldwide-quickgelu ViT-H-14-worldwide ViT-bigG-14-worldwide-378
    ViT-bigG-14-worldwide
    """,
    "google/mt5-base": """
    ViT-L-14-worldwide-quickgelu ViT-L-14-worldwide mt5-base-ViT-B-32
    """,
    "timm/ViT-L-16-SigLIP2-256": """
    ViT-L-16-SigLIP2-256
    """,
    "timm/ViT-L-16-SigLIP2-384": """
    ViT-L-16-SigLIP2-384
    """,
    "timm/ViT-L-16-SigLIP2-512": """
    ViT-L-16-SigLIP2-512
    """,
    "timm/ViT-SO400M-14-SigLIP2-378": """
    ViT-SO400M-14-SigLIP2-378
    """,
    "timm/ViT-SO400M-14-SigLIP2": """
    ViT-SO400M-14-SigLIP2
    """,
    "timm/ViT-SO400M-16-SigLIP2-256": """
    ViT-SO400M-16-SigLIP2-256
    """,
    "timm/ViT-SO400M-16-SigLIP2-384": """
    ViT-SO400M-16-SigLIP2-384
    """,
    "timm/ViT-SO400M-16-SigLIP2-512": """
    ViT-SO400M-16-SigLIP2-512
    """,
    "timm/ViT-gopt-16-SigLIP2-256": """
    ViT-gopt-16-SigLIP2-256
    """,
    "timm/ViT-gopt-16-SigLIP2-384": """
    ViT-gopt-16-SigLIP2-384
    """,
    "roberta-base": """
    coca_roberta-ViT-B-32 roberta-ViT-B-32
    """,
    "google/mt5-xl": """
    mt5-xl-ViT-H-14
    """,
    "facebook/nllb-200-distilled-600M": """
    nllb-clip-base-siglip nllb-clip-base
    """,
    "facebook/nllb-200-distilled-1.3B": """
    nllb-clip-large-siglip nllb-clip-large
    """,
    "xlm-roberta-base": """
    xlm-roberta-base-ViT-B-32
    """,
    "xlm-roberta-large": """
    xlm-roberta-large-ViT-H-14
    """,
}

OTHER_TOKENIZERS = {name: other for other, names in _BY_OTHER_TOKENIZER.items() for name in names.split()}
"""The models with another tokenizer, and which."""
