#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference tensors of torchvision, timm, transformers, Ultralytics and Keras for a handful of small pictures.

usage: make_fixtures.py OUT [--only tv,timm,hf,ultra,keras]

Writes under OUT
  pictures/*            small pictures made by formula (no random numbers), stored as PNG or JPEG
  configs/PIPELINE/*    the configuration as the library itself writes it (transformers: save_pretrained, timm:
                        save_config_for_hf) or, where a library writes none, a JSON of the arguments used
  tensors/*.bin         the result, little-endian float32, C order, in the layout named in cases.json
  cases.json            index: case, library, pipeline, picture, input, config, layout, shape, tensor, sha256, versions
                        (tensor is null where it would be large: only shape, sha256 and the first eight values are kept)

The families need different environments (Keras needs TensorFlow), so --only replaces the cases of the named families
and keeps the others. Run with ATEN_CPU_CAPABILITY unset on a machine with AVX2 (see facts.md: without AVX2
torchvision's bilinear takes another path) and one thread.
"""
import argparse
import hashlib
import importlib.metadata
import json
import os
import pathlib
import warnings

import numpy as np
from PIL import Image

warnings.filterwarnings("ignore")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

IMAGENET = dict(image_mean=[0.485, 0.456, 0.406], image_std=[0.229, 0.224, 0.225])
HALF = dict(image_mean=[0.5, 0.5, 0.5], image_std=[0.5, 0.5, 0.5])
RGB = "Image.open(picture).convert('RGB')"
OPENED = "Image.open(picture)"
PATH = "path of the picture"
LARGE = 6200  # values; larger tensors are kept as a hash


def wave(width, height, bands):
    """A picture with slow waves, one-pixel texture, hard edges and saturated areas: integers only, so it is the same everywhere."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    planes = []
    for c in range(bands):
        v = (x * (5 + 2 * c) + y * (3 + c)) % 256
        v = np.where((x // 3 + y // 2 + c) % 5 == 0, 255 - v, v)
        v = np.where((x * x + y * y * (c + 1)) % 17 < 3, (v * 7 + 31 * c) % 256, v)
        v = np.where((x > width // 2) & (y < height // 3), 255 if c == 0 else 0, v)
        planes.append(v)
    return np.stack(planes, 2).astype(np.uint8)


def make_pictures(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, width, height in (("a37x53", 37, 53), ("b64x48", 64, 48), ("c91x35", 91, 35), ("d41x97", 41, 97)):
        Image.fromarray(wave(width, height, 3)).save(folder / f"{name}.png")
    Image.fromarray(wave(61, 47, 3)).save(folder / "e61x47_420.jpg", quality=85, subsampling="4:2:0")
    Image.fromarray(wave(53, 37, 1)[..., 0]).save(folder / "f53x37_grey.png")
    alpha = wave(45, 45, 4)
    alpha[..., 3] = np.where(alpha[..., 3] < 90, 0, alpha[..., 3])
    Image.fromarray(alpha).save(folder / "g45x45_rgba.png")
    palette = Image.fromarray((wave(33, 44, 1)[..., 0] // 16)).convert("P")
    palette.putpalette([(37 * i + 11 * c) % 256 for i in range(16) for c in range(3)])
    palette.save(folder / "h33x44_palette_transparent.png", transparency=bytes((17 * i) % 256 for i in range(16)))
    Image.fromarray(wave(40, 30, 1)[..., 0].astype(np.uint16) * 257 + 3).save(folder / "i40x30_grey16.png")
    turned = Image.fromarray(wave(50, 36, 3))
    tag = turned.getexif()
    tag[0x112] = 6
    turned.save(folder / "j50x36_turned.jpg", quality=95, subsampling="4:4:4", exif=tag)
    Image.fromarray(wave(39, 31, 3)).convert("CMYK").save(folder / "k39x31_cmyk.jpg", quality=90)


COLOUR = ("a37x53.png", "b64x48.png", "c91x35.png", "d41x97.png", "e61x47_420.jpg")
FEW = ("a37x53.png", "c91x35.png", "d41x97.png")
TWO = ("c91x35.png", "d41x97.png")
SPECIAL = ("f53x37_grey.png", "g45x45_rgba.png", "h33x44_palette_transparent.png", "i40x30_grey16.png", "j50x36_turned.jpg", "k39x31_cmyk.jpg")


class Recorder:
    """Writes tensors and collects the index."""

    def __init__(self, out, family, packages):
        self.out, self.family, self.cases, self.files = out, family, [], {}
        self.versions = {p: importlib.metadata.version(p) for p in packages}  # of this family

    def config(self, pipeline, content, name="preprocess.json"):
        folder = self.out / "configs" / pipeline
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=1) + "\n")
        return f"configs/{pipeline}/{name}"

    def add(self, library, pipeline, picture, config, tensor, given=RGB, layout="CHW", note=None, keep=True):
        tensor = np.ascontiguousarray(tensor, dtype="<f4")
        data = tensor.tobytes()
        case = f"{pipeline}.{picture.split('.')[0]}" + ("" if given == RGB else ".opened" if given == OPENED else ".path")
        digest = hashlib.sha256(data).hexdigest()
        file = None
        if keep and tensor.size <= LARGE:
            file = self.files.get(digest, f"tensors/{case}.bin")  # equal results share one file
            if digest not in self.files:
                self.files[digest] = file
                (self.out / "tensors").mkdir(exist_ok=True)
                (self.out / file).write_bytes(data)
        entry = dict(case=case, family=self.family, library=library, pipeline=pipeline, picture="pictures/" + picture, input=given, config=config,
                     layout=layout, shape=list(tensor.shape), tensor=file, sha256=digest, first=[float(v) for v in tensor.reshape(-1)[:8]], versions=self.versions)
        if note:
            entry["note"] = note
        self.cases.append(entry)

    def refused(self, library, pipeline, picture, config, error, given):
        case = f"{pipeline}.{picture.split('.')[0]}" + ("" if given == RGB else ".opened" if given == OPENED else ".path")
        self.cases.append(dict(case=case, family=self.family, library=library, pipeline=pipeline, picture="pictures/" + picture, input=given, config=config,
                               shape=None, tensor=None, error=f"{type(error).__name__}: {error}"[:200], versions=self.versions))


def opened(out, picture, given=RGB):
    if given == PATH:
        return str(out / "pictures" / picture)
    image = Image.open(out / "pictures" / picture)
    image.load()
    return image.convert("RGB") if given == RGB else image


# ---------------------------------------------------------------------------------------------------------- torchvision
def torchvision_cases(out):
    import torch
    import torchvision.transforms as v1
    import torchvision.transforms.v2 as v2
    from torchvision.transforms import InterpolationMode as Mode
    from torchvision.transforms._presets import ImageClassification

    torch.set_num_threads(1)
    r = Recorder(out, "tv", ["torchvision", "torch", "pillow", "numpy"])
    mean, std = IMAGENET["image_mean"], IMAGENET["image_std"]
    norm = dict(mean=mean, std=std)
    tail = [v1.ToTensor(), v1.Normalize(mean, std)]
    tail2 = [v2.ToDtype(torch.float32, scale=True), v2.Normalize(mean, std)]
    pipelines = {
        "tv_preset_bilinear": (dict(api="presets.ImageClassification", resize_size=28, crop_size=24, interpolation="bilinear", antialias=True, **norm),
                               ImageClassification(resize_size=28, crop_size=24, mean=mean, std=std)),
        "tv_preset_bicubic_odd": (dict(api="presets.ImageClassification", resize_size=29, crop_size=24, interpolation="bicubic", antialias=True, **norm),
                                  ImageClassification(resize_size=29, crop_size=24, mean=mean, std=std, interpolation=Mode.BICUBIC)),
        "tv_rect": (dict(api="v1", resize=[24, 32], interpolation="bilinear", **norm), v1.Compose([v1.Resize([24, 32])] + tail)),
        "tv_max_size": (dict(api="v1", resize=24, max_size=31, interpolation="bilinear", **norm), v1.Compose([v1.Resize(24, max_size=31)] + tail)),
        "tv_crop_pads": (dict(api="v1", resize=20, interpolation="bicubic", center_crop=[27, 30], **norm),
                         v1.Compose([v1.Resize(20, interpolation=Mode.BICUBIC), v1.CenterCrop([27, 30])] + tail)),
        "tv_nearest": (dict(api="v1", resize=26, interpolation="nearest", center_crop=24, **norm), v1.Compose([v1.Resize(26, interpolation=Mode.NEAREST), v1.CenterCrop(24)] + tail)),
        "tv_box": (dict(api="v1", resize=[22, 22], interpolation="box", **norm), v1.Compose([v1.Resize([22, 22], interpolation=Mode.BOX)] + tail)),
        "tv_hamming": (dict(api="v1", resize=[22, 22], interpolation="hamming", **norm), v1.Compose([v1.Resize([22, 22], interpolation=Mode.HAMMING)] + tail)),
        "tv_lanczos": (dict(api="v1", resize=[22, 22], interpolation="lanczos", **norm), v1.Compose([v1.Resize([22, 22], interpolation=Mode.LANCZOS)] + tail)),
        "tv_v2_pil": (dict(api="v2", order=["Resize", "CenterCrop", "ToImage", "ToDtype(scale)", "Normalize"], resize=28, center_crop=24, interpolation="bilinear", **norm),
                      v2.Compose([v2.Resize(28), v2.CenterCrop(24), v2.ToImage()] + tail2)),
        "tv_v2_tensor_bilinear": (dict(api="v2", order=["ToImage", "Resize", "CenterCrop", "ToDtype(scale)", "Normalize"], resize=28, center_crop=24, interpolation="bilinear",
                                       antialias=True, **norm), v2.Compose([v2.ToImage(), v2.Resize(28, antialias=True), v2.CenterCrop(24)] + tail2)),
        "tv_v2_tensor_bicubic": (dict(api="v2", order=["ToImage", "Resize", "CenterCrop", "ToDtype(scale)", "Normalize"], resize=28, center_crop=24, interpolation="bicubic",
                                      antialias=True, **norm), v2.Compose([v2.ToImage(), v2.Resize(28, interpolation=Mode.BICUBIC, antialias=True), v2.CenterCrop(24)] + tail2)),
        "tv_v2_tensor_noaa": (dict(api="v2", order=["ToImage", "Resize", "ToDtype(scale)", "Normalize"], resize=[24, 24], interpolation="bilinear", antialias=False, **norm),
                              v2.Compose([v2.ToImage(), v2.Resize([24, 24], antialias=False)] + tail2)),
        "tv_v1_tensor_bilinear": (dict(api="v1", order=["PILToTensor", "Resize", "CenterCrop", "ConvertImageDtype", "Normalize"], resize=28, center_crop=24,
                                       interpolation="bilinear", antialias=True, **norm),
                                  v1.Compose([v1.PILToTensor(), v1.Resize(28, antialias=True), v1.CenterCrop(24), v1.ConvertImageDtype(torch.float32), v1.Normalize(mean, std)])),
    }
    for name, (config, transform) in pipelines.items():
        where = r.config(name, dict(library="torchvision", **config))
        for picture in COLOUR if "preset" in name else FEW:
            r.add("torchvision", name, picture, where, transform(opened(out, picture)).numpy())
    for picture in SPECIAL:  # what Pillow's convert('RGB') makes of them
        r.add("torchvision", "tv_preset_bilinear", picture, "configs/tv_preset_bilinear/preprocess.json", pipelines["tv_preset_bilinear"][1](opened(out, picture)).numpy())
    return r.cases


# ----------------------------------------------------------------------------------------------------------------- timm
def timm_cases(out):
    import timm
    import torch
    from timm.data import create_transform, resolve_data_config
    from timm.models._hub import save_config_for_hf

    torch.set_num_threads(1)
    r = Recorder(out, "timm", ["timm", "torchvision", "torch", "pillow", "numpy"])
    m, s, h = IMAGENET["image_mean"], IMAGENET["image_std"], [0.5, 0.5, 0.5]
    pipelines = {
        "timm_center": (dict(input_size=(3, 24, 24), interpolation="bicubic", crop_pct=0.875, crop_mode="center", mean=m, std=s), {}),
        "timm_center_095": (dict(input_size=(3, 24, 24), interpolation="bicubic", crop_pct=0.95, crop_mode="center", mean=h, std=h), {}),
        "timm_center_bilinear_1": (dict(input_size=(3, 24, 24), interpolation="bilinear", crop_pct=1.0, crop_mode="center", mean=m, std=s), {}),
        "timm_center_rect": (dict(input_size=(3, 20, 28), interpolation="bilinear", crop_pct=0.9, crop_mode="center", mean=m, std=s), {}),
        "timm_squash": (dict(input_size=(3, 24, 24), interpolation="bicubic", crop_pct=0.9, crop_mode="squash", mean=h, std=h), {}),
        "timm_squash_1": (dict(input_size=(3, 24, 24), interpolation="bicubic", crop_pct=1.0, crop_mode="squash", mean=h, std=h), {}),
        "timm_border": (dict(input_size=(3, 24, 24), interpolation="bicubic", crop_pct=0.95, crop_mode="border", mean=m, std=s), {}),
        "timm_border_1": (dict(input_size=(3, 24, 24), interpolation="bilinear", crop_pct=1.0, crop_mode="border", mean=h, std=h), {}),
        "timm_border_rect": (dict(input_size=(3, 20, 28), interpolation="bicubic", crop_pct=0.9, crop_mode="border", mean=m, std=s), {}),
        "timm_test_size_not_asked": (dict(input_size=(3, 22, 22), test_input_size=(3, 26, 26), crop_pct=0.9, test_crop_pct=1.0, interpolation="bicubic", crop_mode="center", mean=m, std=s), {}),
        "timm_test_size_asked": (dict(input_size=(3, 22, 22), test_input_size=(3, 26, 26), crop_pct=0.9, test_crop_pct=1.0, interpolation="bicubic", crop_mode="center", mean=m, std=s),
                                 dict(use_test_size=True)),
        "timm_lanczos": (dict(input_size=(3, 24, 24), interpolation="lanczos", crop_pct=0.875, crop_mode="center", mean=m, std=s), {}),
    }
    for name, (cfg, asked) in pipelines.items():
        model = timm.create_model("resnet10t", pretrained=False, num_classes=10, pretrained_cfg_overlay=cfg)
        folder = out / "configs" / name
        folder.mkdir(parents=True, exist_ok=True)
        save_config_for_hf(model, str(folder / "config.json"))
        written = json.loads((folder / "config.json").read_text())["pretrained_cfg"]
        data = resolve_data_config({}, pretrained_cfg=written, **asked)
        transform = create_transform(**data)
        for picture in COLOUR if name in ("timm_center", "timm_border") else FEW:
            r.add("timm", name, picture, f"configs/{name}/config.json", transform(opened(out, picture)).numpy(), note="resolve_data_config(use_test_size=True)" if asked else None)
    return r.cases


# --------------------------------------------------------------------------------------------------------- transformers
def transformers_cases(out):
    import torch
    import transformers
    from transformers import AutoImageProcessor

    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    r = Recorder(out, "hf", ["transformers", "torchvision", "torch", "pillow", "numpy"])
    sq = dict(height=24, width=24)
    p = {
        "hf_vit": ("ViT", dict(size=sq, resample=2)),
        "hf_vit_imagenet_bicubic": ("ViT", dict(size=sq, resample=3, **IMAGENET)),  # what Swin checkpoints ship
        "hf_vit_rescale_only": ("ViT", dict(size=sq, resample=2, do_normalize=False)),
        "hf_vit_normalize_only": ("ViT", dict(size=sq, resample=2, do_rescale=False, image_mean=[123.675, 116.28, 103.53], image_std=[58.395, 57.12, 57.375])),
        "hf_vit_nearest": ("ViT", dict(size=sq, resample=0)),
        "hf_vit_lanczos": ("ViT", dict(size=sq, resample=1)),
        "hf_vit_rect": ("ViT", dict(size=dict(height=20, width=31), resample=2)),
        "hf_vit_shortest_crop": ("ViT", dict(size=dict(shortest_edge=27), do_center_crop=True, crop_size=sq, resample=3)),
        "hf_vit_shortest_longest": ("ViT", dict(size=dict(shortest_edge=24, longest_edge=33), resample=2)),
        "hf_vit_max_height_width": ("ViT", dict(size=dict(max_height=25, max_width=31), resample=2)),
        "hf_vit_pad": ("ViT", dict(size=dict(max_height=25, max_width=31), resample=2, do_pad=True, pad_size=dict(height=28, width=33))),
        "hf_deit": ("DeiT", dict(size=dict(height=28, width=28), crop_size=sq, resample=3, **IMAGENET)),
        "hf_convnext": ("ConvNext", dict(size=dict(shortest_edge=24), crop_pct=0.875, resample=3, **IMAGENET)),
        "hf_convnext_pct_odd": ("ConvNext", dict(size=dict(shortest_edge=23), crop_pct=0.9, resample=3, **IMAGENET)),
        "hf_convnext_384": ("ConvNext", dict(size=dict(shortest_edge=384), resample=3, **IMAGENET)),
        "hf_levit": ("Levit", dict(size=dict(shortest_edge=23), crop_size=dict(height=23, width=23))),
        "hf_mobilenet_v1": ("MobileNetV1", dict(size=dict(shortest_edge=28), crop_size=sq)),
        "hf_mobilenet_v2": ("MobileNetV2", dict(size=dict(shortest_edge=27), crop_size=sq)),
        "hf_mobilevit": ("MobileViT", dict(size=dict(shortest_edge=28), crop_size=sq, resample=2)),
        "hf_mobilevit_pads": ("MobileViT", dict(size=dict(shortest_edge=22), crop_size=dict(height=25, width=25))),
        "hf_efficientnet": ("EfficientNet", dict(size=sq, resample=0, **IMAGENET)),
        "hf_efficientnet_offset": ("EfficientNet", dict(size=sq, resample=2, rescale_factor=1 / 127.5, rescale_offset=True, include_top=False, image_mean=[0.0] * 3, image_std=[1.0] * 3)),
        "hf_efficientnet_offset_top": ("EfficientNet", dict(size=sq, resample=3, rescale_factor=1 / 127.5, rescale_offset=True, include_top=True, **IMAGENET)),
        "hf_beit": ("Beit", dict(size=dict(height=28, width=28), do_center_crop=True, crop_size=sq, resample=3)),
        "hf_clip": ("CLIP", dict(size=dict(shortest_edge=24), crop_size=sq)),
        "hf_siglip": ("Siglip", dict(size=sq)),
        "hf_dinov2": ("Bit", dict(size=dict(shortest_edge=27), crop_size=sq, **IMAGENET)),
        "hf_dinov3": ("DINOv3ViT", dict(size=sq)),
        "hf_poolformer": ("PoolFormer", dict(size=dict(shortest_edge=24), crop_size=sq, crop_pct=0.95)),
        "hf_segformer": ("Segformer", dict(size=sq)),
        "hf_detr": ("Detr", dict(size=dict(shortest_edge=24, longest_edge=40))),
        "hf_detr_pad_size": ("Detr", dict(size=dict(shortest_edge=24, longest_edge=40), pad_size=dict(height=40, width=40))),
        "hf_conditional_detr": ("ConditionalDetr", dict(size=dict(shortest_edge=25, longest_edge=41))),
        "hf_deformable_detr": ("DeformableDetr", dict(size=dict(shortest_edge=26, longest_edge=43))),
        "hf_rf_detr": ("RfDetr", dict(size=dict(height=24, width=24))),
        "hf_yolos": ("Yolos", dict(size=dict(shortest_edge=40, longest_edge=70))),
        "hf_rtdetr": ("RTDetr", dict(size=dict(height=24, width=24))),  # also D-FINE, DEIM v2; do_normalize false is the class's default
        "hf_rtdetr_normalize": ("RTDetr", dict(size=dict(height=24, width=24), do_normalize=True)),
        "hf_pil_vit": ("ViT", dict(size=sq, resample=2), "pil"),
        "hf_pil_vit_rescale_only": ("ViT", dict(size=sq, resample=2, do_normalize=False), "pil"),
        "hf_pil_convnext": ("ConvNext", dict(size=dict(shortest_edge=24), crop_pct=0.875, resample=3, **IMAGENET), "pil"),
        "hf_pil_clip_pads": ("CLIP", dict(size=dict(shortest_edge=20), crop_size=dict(height=27, width=27)), "pil"),
        "hf_pil_mobilenet_v2": ("MobileNetV2", dict(size=dict(shortest_edge=27), crop_size=sq), "pil"),
        "hf_pil_efficientnet_offset": ("EfficientNet", dict(size=sq, resample=2, rescale_factor=1 / 127.5, rescale_offset=True, include_top=False, **IMAGENET), "pil"),
        "hf_pil_detr": ("Detr", dict(size=dict(shortest_edge=24, longest_edge=40)), "pil"),
        "hf_pil_yolos": ("Yolos", dict(size=dict(shortest_edge=40, longest_edge=70)), "pil"),
        "hf_pil_rtdetr": ("RTDetr", dict(size=dict(height=24, width=24)), "pil"),
    }
    for name, (kind, given, *backend) in p.items():
        folder = out / "configs" / name
        folder.mkdir(parents=True, exist_ok=True)
        getattr(transformers, kind + "ImageProcessor")(**given).save_pretrained(folder)
        config = f"configs/{name}/preprocessor_config.json"
        processor = AutoImageProcessor.from_pretrained(str(folder), **({"backend": backend[0]} if backend else {}))
        note = f"{type(processor).__name__}, backend {processor.backend}"
        pictures = COLOUR if name in ("hf_vit", "hf_clip", "hf_detr", "hf_rtdetr", "hf_convnext") else TWO if name == "hf_convnext_384" else FEW
        for picture in pictures:
            r.add("transformers", name, picture, config, processor(opened(out, picture), return_tensors="np")["pixel_values"][0], note=note)
        if name in ("hf_vit", "hf_clip", "hf_pil_vit", "hf_rtdetr"):
            for given_as in (OPENED, PATH):
                for picture in SPECIAL:
                    try:
                        r.add("transformers", name, picture, config, processor(opened(out, picture, given_as), return_tensors="np")["pixel_values"][0], given=given_as, note=note)
                    except Exception as error:  # noqa: BLE001  the refusal is the reference
                        r.refused("transformers", name, picture, config, error, given_as)
    # what each class does when its file says nothing but its name: the defaults of the class (hash only)
    for kind in ("ViT DeiT ConvNext Levit MobileNetV1 MobileNetV2 MobileViT EfficientNet Beit CLIP Siglip Bit DINOv3ViT PoolFormer Perceiver Segformer Pvt "
                 "Blip Detr ConditionalDetr DeformableDetr Yolos RTDetr").split():
        name = f"hf_defaults_{kind}"
        config = r.config(name, dict(image_processor_type=kind + "ImageProcessor"), "preprocessor_config.json")
        processor = AutoImageProcessor.from_pretrained(str(out / "configs" / name))
        r.add("transformers", name, "c91x35.png", config, processor(opened(out, "c91x35.png"), return_tensors="np")["pixel_values"][0], keep=False, note=type(processor).__name__)
    return r.cases


# ---------------------------------------------------------------------------------------------------------- Ultralytics
def ultralytics_cases(out):
    import math

    import cv2
    import torch
    from ultralytics.data.augment import LetterBox, classify_transforms
    from ultralytics.utils.patches import imread

    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    cv = next(n for n in ("opencv-python-headless", "opencv-python") if any(d.metadata["Name"].lower() == n for d in importlib.metadata.distributions()))
    r = Recorder(out, "ultra", ["ultralytics", cv, "torchvision", "torch", "pillow", "numpy"])

    def to_tensor(image):  # the predictor's: BGR to RGB, HWC to CHW, float32, true division by 255
        return torch.from_numpy(np.ascontiguousarray(image[..., ::-1].transpose(2, 0, 1))).float().div_(255).numpy()

    def validation(image, size):  # the data set's loader (long side, ceil) and then LetterBox without enlarging
        h0, w0 = image.shape[:2]
        ratio = size / max(h0, w0)
        if ratio != 1:
            image = cv2.resize(image, (min(math.ceil(w0 * ratio), size), min(math.ceil(h0 * ratio), size)), interpolation=cv2.INTER_LINEAR)
        return to_tensor(LetterBox(size, scaleup=False)(image=image))

    meta = dict(stride=8, batch=1, channels=3)
    pipelines = {
        "ultra_letterbox": (dict(meta, task="detect", imgsz=[24, 24]), lambda i: to_tensor(LetterBox((24, 24), auto=False, stride=8)(image=i))),
        "ultra_letterbox_rect": (dict(meta, task="segment", imgsz=[24, 40]), lambda i: to_tensor(LetterBox((24, 40), auto=False, stride=8)(image=i))),
        "ultra_letterbox_auto8": (dict(meta, task="detect", imgsz=[40, 40], auto=True), lambda i: to_tensor(LetterBox((40, 40), auto=True, stride=8)(image=i))),
        "ultra_letterbox_up": (dict(meta, task="detect", imgsz=[72, 72]), lambda i: to_tensor(LetterBox((72, 72), auto=False, stride=8)(image=i))),
        "ultra_val": (dict(meta, task="detect", imgsz=[30, 30], loader="val, rect=False"), lambda i: validation(i, 30)),
        "ultra_rtdetr": (dict(meta, task="detect", head="RTDETRDecoder", imgsz=[24, 24], scale_fill=True), lambda i: to_tensor(LetterBox((24, 24), auto=False, scale_fill=True)(image=i))),
        "ultra_classify": (dict(meta, task="classify", imgsz=[24, 24]), lambda i: classify_transforms(24)(Image.fromarray(cv2.cvtColor(i, cv2.COLOR_BGR2RGB))).numpy()),
        "ultra_classify_rect": (dict(meta, task="classify", imgsz=[20, 28]), lambda i: classify_transforms((20, 28))(Image.fromarray(cv2.cvtColor(i, cv2.COLOR_BGR2RGB))).numpy()),
    }
    for name, (config, run) in pipelines.items():
        where = r.config(name, dict(library="ultralytics", **config))
        for picture in (COLOUR if name == "ultra_letterbox" else FEW) + (SPECIAL if name == "ultra_letterbox" else ()):
            r.add("ultralytics", name, picture, where, run(imread(str(out / "pictures" / picture))), given="ultralytics imread (cv2.imdecode, BGR)" if picture in SPECIAL else RGB)
    # plain OpenCV, for the resize filters
    for name, mode in (("cv_linear", cv2.INTER_LINEAR), ("cv_cubic", cv2.INTER_CUBIC), ("cv_area", cv2.INTER_AREA), ("cv_nearest", cv2.INTER_NEAREST), ("cv_lanczos4", cv2.INTER_LANCZOS4)):
        for tag, size in (("down", (25, 19)), ("up", (110, 101))):
            where = r.config(f"{name}_{tag}", dict(library="opencv", resize=[size[1], size[0]], interpolation=name[3:], scale=1))
            for picture in TWO:
                a = cv2.resize(np.ascontiguousarray(np.asarray(opened(out, picture))[..., :1]), size, interpolation=mode)
                r.add("opencv", f"{name}_{tag}", picture, where, a[None].astype(np.float32), note="red channel only, values 0 to 255")
    return r.cases


# ---------------------------------------------------------------------------------------------------------------- Keras
def keras_cases(out):
    import tempfile

    import keras
    import tensorflow as tf
    from keras.applications import imagenet_utils

    r = Recorder(out, "keras", ["keras", "tensorflow-cpu", "pillow", "numpy"])
    for mode in ("tf", "torch", "caffe"):
        for interpolation in ("nearest", "bilinear"):
            name = f"keras_load_img_{interpolation}_{mode}"
            where = r.config(name, dict(library="keras", load_img=dict(target_size=[24, 28], interpolation=interpolation), preprocess_input=mode, layout="HWC"))
            for picture in FEW:
                image = keras.utils.load_img(str(out / "pictures" / picture), target_size=(24, 28), interpolation=interpolation)
                array = keras.utils.img_to_array(image)
                r.add("keras", name, picture, where, imagenet_utils.preprocess_input(array, data_format="channels_last", mode=mode), layout="HWC")
    for tag, extra in (("", {}), ("_bicubic", dict(interpolation="bicubic")), ("_nearest", dict(interpolation="nearest")), ("_area", dict(interpolation="area")),
                       ("_crop", dict(crop_to_aspect_ratio=True)), ("_pad", dict(pad_to_aspect_ratio=True))):
        name = "keras_dataset" + tag
        where = r.config(name, dict(library="keras", image_dataset_from_directory=dict(image_size=[24, 28], **extra), layout="HWC"))
        for picture in FEW + (("e61x47_420.jpg", "j50x36_turned.jpg") if not extra else ()):
            with tempfile.TemporaryDirectory() as folder:
                for c in "ab":
                    os.makedirs(f"{folder}/{c}")
                    with open(f"{folder}/{c}/{picture}", "wb") as file:
                        file.write((out / "pictures" / picture).read_bytes())
                data = keras.utils.image_dataset_from_directory(folder, image_size=(24, 28), shuffle=False, batch_size=1, verbose=False, **extra)
                x = next(iter(data))[0].numpy()[0]
            r.add("keras", name, picture, where, x, given="path, read by TensorFlow", layout="HWC", note="values 0 to 255; tf.io.decode_image, tf.image.resize")
    del tf
    return r.cases


FAMILIES = dict(tv=torchvision_cases, timm=timm_cases, hf=transformers_cases, ultra=ultralytics_cases, keras=keras_cases)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--only", default="tv,timm,hf,ultra")
    arguments = parser.parse_args()
    out = arguments.out
    make_pictures(out / "pictures")
    index = out / "cases.json"
    chosen = arguments.only.split(",")
    cases = [c for c in (json.loads(index.read_text())["cases"] if index.exists() else []) if c["family"] not in chosen]
    for family in chosen:
        cases += FAMILIES[family](out)
    names = [c["case"] for c in cases]
    assert len(names) == len(set(names)), [n for n in names if names.count(n) > 1]
    lines = ",\n".join("  " + json.dumps(c) for c in cases)
    index.write_text('{"byte_order": "little", "dtype": "float32", "cases": [\n' + lines + "\n]}\n")
    print(len(cases), "cases,", sum(f.stat().st_size for f in out.rglob("*") if f.is_file()), "bytes")


if __name__ == "__main__":
    main()
