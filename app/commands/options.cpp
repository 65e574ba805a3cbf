// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/options.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>

#include "app/commands/values.h"
#include "app/console.h"
#include "core/dataset/preprocess_file.h"

namespace pwb::app {
namespace {

constexpr int kMany = 1'000'000'000;

void addPath(Command& command, const std::string& flag, const std::string& help,
             std::filesystem::path& target) {
    command.add(flag, help, "PATH", [flag, &target](const std::string& text) {
        if (text.empty()) wrongValue(flag, text, "a path");
        target = text;
    });
}

void addWhole(Command& command, const std::string& flag, const std::string& help, int least, int most,
              int& target) {
    command.add(flag, help, "N",
                [=, &target](const std::string& text) { target = wholeNumber(flag, text, least, most); });
}

void addPositive(Command& command, const std::string& flag, const std::string& help, const std::string& kind,
                 std::optional<double>& target) {
    command.add(flag, help, kind,
                [=, &target](const std::string& text) { target = positiveNumber(flag, text); });
}

double fraction(const std::string& flag, const std::string& text) {
    const double value = realNumber(flag, text);
    if (!(value >= 0 && value <= 1)) wrongValue(flag, text, "a number from 0 to 1");
    return value;
}

void addFraction(Command& command, const std::string& flag, const std::string& help,
                 std::optional<double>& target) {
    command.add(flag, help, "F", [=, &target](const std::string& text) { target = fraction(flag, text); });
}

// A flag with a fixed set of words; `fromId` gives nothing for any other.
template <class T, class Target>
void addChoice(Command& command, const std::string& flag, const std::string& help, const std::string& choices,
               std::optional<T> (*fromId)(std::string_view), Target& target) {
    command.add(flag, help, choices, [=, &target](const std::string& text) {
        const auto value = fromId(text);
        std::string listed = choices;
        std::replace(listed.begin(), listed.end(), '|', ',');
        if (!value) wrongValue(flag, text, "one of " + listed);
        target = *value;
    });
}

std::optional<model::Task> taskFromId(std::string_view id) {
    for (const model::Task task : {model::Task::Classification, model::Task::Detection})
        if (id == model::taskId(task)) return task;
    return std::nullopt;
}

}  // namespace

void addModelArgument(Command& command, run::RunPlan& plan) {
    command.add("MODEL", "the ONNX model", "", [&plan](const std::string& path) { plan.model = path; })
        .required();
}

void addDataFlags(Command& command, run::RunPlan& plan) {
    addPath(
        command, "--data",
        "validation set: a folder with one folder per class, a CSV, an .npz of x and y; for detectors COCO "
        "JSON or its folder, a YOLO data.yaml, a CSV of boxes, or a video",
        plan.data);
    addPath(command, "--labels",
            "class names, one per line (default: labels.txt beside the data or the model)", plan.labels);
    command.add("--video-rate", "frames taken per second of video (default 1)", "FPS",
                [&plan](const std::string& text) { plan.videoRate = positiveNumber("--video-rate", text); });
}

void addCalibrationFlags(Command& command, run::RunPlan& plan) {
    addPath(command, "--calibration", "calibration set for INT8 (default: drawn from --data)",
            plan.calibration);
    addPath(command, "--calibration-table",
            "TensorRT's calibration table: INT8 takes its ranges, and samples serve what it lacks",
            plan.calibrationTable);
    addDrawFlags(command, plan);
}

void addDrawFlags(Command& command, run::RunPlan& plan) {
    addWhole(command, "--calibration-samples", "how many calibration samples to use (default 500)", 1, kMany,
             plan.calibrationSamples);
    addChoice(command, "--calibrator", "how value ranges are estimated (default auto)",
              "minmax|moving-average|percentile|entropy|mse|auto", &quantize::calibratorFromId,
              plan.calibrator);
    addWhole(command, "--calibration-batch",
             "samples per run while calibrating (default: by size; only moving-average ranges depend on it)",
             1, 4096, plan.calibrationBatch);
    command.addSwitch("--no-calibration-cache",
                      "calibrate anew even if the same model, data and settings were calibrated before",
                      [&plan] { plan.calibrationCache = false; });
    command.add("--seed", "for everything that is drawn (default 1)", "N", [&plan](const std::string& text) {
        plan.seed = static_cast<std::uint64_t>(wholeNumber("--seed", text, 0, kMany));
    });
}

/// A word says how; a size says to what before the middle is cut out.
void setResize(const std::string& text, dataset::PreprocessOptions& options) {
    if (const auto mode = dataset::resizeFromId(text)) {
        options.resize = *mode;
        options.resizeTo.reset();
        return;
    }
    if (text.find_first_not_of("0123456789x") != std::string::npos)
        wrongValue("--resize", text,
                   "one of stretch,letterbox,center-crop, or a size such as 256 or 256x224");
    const auto [width, height] = imageSize("--resize", text);
    options.resize = dataset::ResizeMode::CenterCrop;
    options.resizeTo = dataset::ResizeTo{width, text.find('x') == std::string::npos ? 0 : height};
}

/// What the other flags leave open comes from a file or a preset.
void addPreprocessSources(Command& command, run::RunPlan& plan) {
    auto file = std::make_shared<std::filesystem::path>();
    command.add("--preprocess", "YAML or JSON file of the steps: every run writes one, preprocess.json",
                "FILE", [file](const std::string& text) { *file = text; });
    std::string names;
    for (const auto& known : dataset::preprocessPresets(0))
        names += (names.empty() ? "" : "|") + std::string(known.name);
    command
        .add("--preprocess-preset", "steps by the name of whose they are", names,
             [&plan, names](const std::string& text) {
                 if (!dataset::presetOf(text, 0)) {
                     std::string listed = names;
                     std::replace(listed.begin(), listed.end(), '|', ',');
                     wrongValue("--preprocess-preset", text, "one of " + listed);
                 }
                 plan.preprocess.preset = text;
             })
        .excludes(command.flag("--preprocess"));
    command.before([file, &plan] {
        if (file->empty()) return static_cast<int>(kDone);
        const auto read = dataset::readPreprocessFile(*file);
        if (!read) return fail(read.error());
        plan.preprocess = dataset::completed(plan.preprocess, *read);
        return static_cast<int>(kDone);
    });
}

void addPreprocessFlags(Command& command, run::RunPlan& plan) {
    dataset::PreprocessOptions& options = plan.preprocess;
    command.add("--size", "input size (default: the model's)", "WxH", [&options](const std::string& text) {
        const auto [width, height] = imageSize("--size", text);
        options.width = width;
        options.height = height;
    });
    command.add(
        "--resize",
        "how images are brought to that size, or the size (of the shorter side) before the middle is cut out",
        "stretch|letterbox|center-crop|N|WxH",
        [&options](const std::string& text) { setResize(text, options); });
    command.add("--crop", "the middle that is cut out: the input's size", "N|WxH",
                [&options](const std::string& text) {
                    const auto [width, height] = imageSize("--crop", text);
                    options.width = width;
                    options.height = height;
                    options.resize = dataset::ResizeMode::CenterCrop;
                });
    addChoice(command, "--interpolation", "filter of the resizing (default bilinear)",
              "nearest|bilinear|bicubic|lanczos|box|hamming", &dataset::filterFromId, options.filter);
    addChoice(command, "--resize-with", "whose resizing, to the last bit (default opencv)",
              "opencv|pillow|torchvision", &dataset::resizerFromId, options.resizer);
    const auto averages = std::make_shared<bool>(false);
    command.addSwitch(
        "--antialias",
        "average over all that a new pixel covers: as --resize-with pillow, unless that says whose",
        [&options, averages] {
            *averages = true;
            if (!options.resizer) options.resizer = dataset::Resizer::Pillow;
        });
    command.before([&options, averages] {
        if (!*averages || options.resizer != dataset::Resizer::OpenCv) return static_cast<int>(kDone);
        note("pwb: --antialias: opencv does not average; leave it or --resize-with opencv out");
        return static_cast<int>(kUsage);
    });
    command
        .addSwitch("--no-antialias", "look at the nearest pixels only: as --resize-with opencv",
                   [&options] { options.resizer = dataset::Resizer::OpenCv; })
        .excludes(command.flag("--resize-with"))
        .excludes(command.flag("--antialias"));
    command.add("--pad", "what is put around pictures that are too small, 0-255 (letterbox: default 114)",
                "V|R,G,B", [&options](const std::string& text) {
                    std::array<int, 3> pad{};
                    const auto values = perChannel("--pad", text);
                    for (std::size_t c = 0; c < pad.size(); ++c) {
                        if (!(values[c] >= 0 && values[c] <= 255) || values[c] != std::floor(values[c]))
                            wrongValue("--pad", text, "whole numbers from 0 to 255");
                        pad[c] = static_cast<int>(values[c]);
                    }
                    options.pad = pad;
                });
    addChoice(command, "--decode-with",
              "whose reading of pictures: opencv turns them as EXIF says, pillow does not (default: as "
              "--resize-with)",
              "opencv|pillow", &dataset::decodingFromId, options.decoding);
    addChoice(command, "--color", "colour order of the input", "rgb|bgr", &dataset::colorFromId,
              options.color);
    command.add("--scale", "factor on the 0-255 pixel values (default 1/255)", "F",
                [&options](const std::string& text) { options.scale = realNumber("--scale", text); });
    command.add("--mean", "subtracted after scaling", "A,B,C",
                [&options](const std::string& text) { options.mean = perChannel("--mean", text); });
    command.add("--std", "divided by after that", "A,B,C",
                [&options](const std::string& text) { options.std = perChannel("--std", text); });
    addChoice(command, "--layout", "order of the input's dimensions", "nchw|nhwc", &dataset::layoutFromId,
              options.layout);
    addPreprocessSources(command, plan);
}

void addEngineFlags(Command& command, run::RunPlan& plan) {
    addWhole(command, "--threads", "threads of a session (default 1)", 1, 1024, plan.threads);
    command.add(
        "--provider", "execution provider (default cpu)", "cpu|openvino|cuda|tensorrt|auto",
        [&plan](const std::string& text) {
            static const std::vector<std::string> known = {"cpu", "openvino", "cuda", "tensorrt", "auto"};
            if (std::find(known.begin(), known.end(), text) == known.end())
                wrongValue("--provider", text, "one of cpu,openvino,cuda,tensorrt,auto");
            plan.provider = text;
        });
    addPath(command, "--out", "folder of the run (default: runs/MODEL-1, the first number that is free)",
            plan.runFolder);
}

void addTaskFlags(Command& command, run::RunPlan& plan) {
    addChoice(command, "--task", "what the model does (default: recognised)", "classification|detection",
              &taskFromId, plan.task);
    evaluate::DecodeOptions& options = plan.detector;
    addChoice(command, "--detector", "what a detector's outputs mean (default: recognised)",
              "yolov5|yolov8|yolov10|yolox|detr|ssd|boxes|yunet|scrfd", &evaluate::detectorFromId,
              options.kind);
    addFraction(command, "--threshold",
                "confidence from which a detection counts (default: where FP32's F1 is best)",
                plan.threshold);
    addFraction(command, "--nms-iou", "overlap from which boxes are one object (default: the family's)",
                options.nmsIou);
    command.add("--confidence", "weaker detections are dropped (default 0.001)", "F",
                [&options](const std::string& text) { options.confidence = fraction("--confidence", text); });
    addWhole(command, "--max-detections", "kept per image (default 300)", 1, 100'000, options.maxDetections);
    command.addSwitch("--agnostic-nms", "NMS across classes", [&options] { options.agnosticNms = true; });
    command.addSwitch("--no-plain-int8",
                      "do not build INT8 with every layer quantised, which shows what it would lose",
                      [&plan] { plan.plainInt8 = false; });
}

void addPrecisionsFlag(Command& command, run::RunPlan& plan) {
    command.add("--precisions", "which engines to build (default fp32,fp16,int8)", "LIST",
                [&plan](const std::string& text) { plan.precisions = precisionList("--precisions", text); });
}

void addInt8Flags(Command& command, run::RunPlan& plan) {
    command.add(
        "--max-drop",
        "percentage points of accuracy that INT8 may lose; its most sensitive layers stay float until then",
        "POINTS", [&plan](const std::string& text) {
            plan.maxDrop = realNumber("--max-drop", text);
            if (*plan.maxDrop < 0 || *plan.maxDrop > 100)
                wrongValue("--max-drop", text, "percentage points from 0 to 100");
        });
    command.addRepeated("--keep-float", "a layer that stays float in INT8, by node name; may be repeated",
                        "LAYER", plan.keepFloat);
    addPath(command, "--qat", "the same model from quantisation-aware training: a further engine, INT8 (QAT)",
            plan.qat);
    command.addSwitch("--dynamic", "INT8 weights with activations quantised while running: a further engine",
                      plan.dynamicInt8);
    command.add("--fp16-io", "type of the FP16 engine's inputs and outputs (default fp32)", "fp32|fp16",
                [&plan](const std::string& text) {
                    const auto type = base::precisionFromId(text);
                    if (!type || type == base::Precision::Int8)
                        wrongValue("--fp16-io", text, "one of fp32,fp16");
                    plan.fp16Io = type == base::Precision::Fp16;
                });
}

void addTargetFlag(Command& command, run::RunPlan& plan) {
    command.add("--for", "the provider that the INT8 file is for (default: that of --provider)",
                "cpu|openvino|tensorrt", [&plan](const std::string& text) {
                    if (!quantize::schemeFromId(text))
                        wrongValue("--for", text, "one of cpu,openvino,tensorrt");
                    plan.target = text;
                });
}

void addMeasureFlags(Command& command, run::RunPlan& plan) {
    addWhole(command, "--batch", "batch of the accuracy pass (default 4)", 1, 4096, plan.batch);
    addWhole(command, "--limit", "evaluate only so many samples, class-balanced", 1, kMany, plan.limit);
    command.addSwitch("--allow-unreadable", "go on when more than 1 % of the samples cannot be read",
                      plan.allowUnreadable);
    command.add("--batches", "batches to time (default 1,8,16,32)", "LIST", [&plan](const std::string& text) {
        plan.batches = wholeNumbers("--batches", text, 1, 4096);
    });
    command.add(
        "--streams", "parallel streams to time (default 1,2,4)", "LIST",
        [&plan](const std::string& text) { plan.streams = wholeNumbers("--streams", text, 1, 1024); });
    addWhole(command, "--runs", "timed runs per engine and batch (default 1000)", 1, kMany, plan.runs);
    command.addSwitch("--layers", "profile the engines layer by layer as well", plan.layers);
    command.addSwitch("--sensitivity", "and find what quantising each layer does to the outputs",
                      [&plan] { plan.layers = plan.sensitivity = true; });
    command.addSwitch("--no-measure", "leave times and memory out", [&plan] { plan.measure = false; });
}

void addRequirementFlags(Command& command, decide::Requirements& requirements) {
    addPositive(command, "--memory-gb", "memory of the target device", "GB", requirements.memoryGb);
    command.add("--streams-needed", "video streams to serve", "N", [&requirements](const std::string& text) {
        requirements.streams = wholeNumber("--streams-needed", text, 1, kMany);
    });
    addPositive(command, "--fps", "frames per second of each stream", "F", requirements.fps);
    addPositive(command, "--latency-ms", "end to end, for 99 of 100 frames", "MS", requirements.latencyMs);
    command.add("--accuracy-floor", "least accuracy, in percent of FP32's", "PERCENT",
                [&requirements](const std::string& text) {
                    const double percent = positiveNumber("--accuracy-floor", text);
                    if (percent > 100) wrongValue("--accuracy-floor", text, "a percentage up to 100");
                    requirements.accuracyFloorPercent = percent;
                });
    addPositive(command, "--smallest-object", "smallest object that matters", "PX",
                requirements.smallestObjectPx);
    command.addSwitch("--safety-critical", "a wrong answer can hurt somebody", requirements.safetyCritical);
    command.addSwitch("--qat-possible", "the model can be retrained with quantisation",
                      requirements.qatPossible);
    command.add("--platform", "target platform (default: this machine)", "NAME",
                [&requirements](const std::string& text) {
                    const auto& all = decide::platforms();
                    std::string ids = "this";
                    for (const decide::Platform& platform : all) ids += ", " + platform.id;
                    const bool known =
                        text == "this" ||
                        std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.id == text; });
                    if (!known) wrongValue("--platform", text, "one of " + ids);
                    requirements.platform = text;
                });
}

}  // namespace pwb::app
