// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/documents/sample_document.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/support/documents/assemble.h"
#include "tests/support/places.h"

namespace pwb::tests {

namespace {

using result::EngineResult;
using result::RunResult;

evaluate::Prediction answer(std::mt19937& random, int label, int classes, double accuracy) {
    std::uniform_real_distribution<double> unit;
    std::uniform_int_distribution<int> anyClass(0, classes - 1);
    const bool right = unit(random) < accuracy;
    evaluate::Prediction prediction;
    int wrong = (label * 7 + 3 + anyClass(random) % 3) % classes;
    if (wrong == label) wrong = (wrong + 1) % classes;
    prediction.classes[0] = right ? label : wrong;
    double left = 1;
    double top = right ? 0.45 + 0.54 * std::sqrt(unit(random)) : 0.3 + 0.5 * unit(random);
    for (std::size_t i = 0; i < 5; ++i) {
        if (i > 0) {
            prediction.classes[i] =
                i == 1 && !right ? label : (prediction.classes[0] + static_cast<int>(i) * 5 + 1) % classes;
            top = left * 0.6;
        }
        prediction.confidences[i] = static_cast<float>(top);
        left -= top;
    }
    return prediction;
}

std::vector<evaluate::Prediction> disturbed(std::mt19937& random,
                                            const std::vector<evaluate::Prediction>& from,
                                            const std::vector<int>& labels, int classes, double share) {
    std::uniform_real_distribution<double> unit;
    auto result = from;
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (unit(random) < share) {
            result[i] = answer(random, labels[i], classes, 0.5);
        } else {
            const double shift = (unit(random) - 0.5) * 0.08;
            result[i].confidences[0] =
                static_cast<float>(std::clamp(result[i].confidences[0] + shift, 0.05, 0.999));
        }
    }
    return result;
}

measure::EngineMeasurement measured(std::mt19937& random, double p50, double memoryMiB) {
    std::gamma_distribution<double> tail(1.5, 0.012);
    return measurementFrom(memoryMiB, [&](int batch, int run) {
        const double base = p50 * batch * (batch == 1 ? 1.0 : 0.93);
        return base * (0.985 + tail(random) + 0.002 * (run / 200));
    });
}

EngineResult engine(base::Precision precision, std::vector<evaluate::Prediction> predictions,
                    const std::vector<int>& labels, int classes) {
    EngineResult result;
    result.id = precision;
    result.state = result::EngineState::Ready;
    result.effective.id = std::string(base::precisionId(precision));
    result.accuracy = evaluate::scoreClassification(labels, predictions, classes);
    result.predictions = std::make_shared<const std::vector<evaluate::Prediction>>(std::move(predictions));
    return result;
}

void fill(RunResult& document, dataset::Manifest manifest) {
    std::mt19937 random(7);
    const int classes = static_cast<int>(manifest.classes.size());
    std::vector<int> labels;
    for (const auto& sample : manifest.samples) labels.push_back(sample.label);
    std::vector<evaluate::Prediction> fp32;
    for (const int label : labels) fp32.push_back(answer(random, label, classes, 0.77));
    const auto fp16 = disturbed(random, fp32, labels, classes, 0.003);
    const auto int8 = disturbed(random, fp32, labels, classes, 0.14);

    document.name = "Glyph reader";
    document.finished = true;
    document.data.samples = static_cast<std::int64_t>(labels.size());
    document.data.classes = manifest.classes;
    document.manifest = std::make_shared<const dataset::Manifest>(std::move(manifest));
    document.engines = {engine(base::Precision::Fp32, fp32, labels, classes),
                        engine(base::Precision::Fp16, fp16, labels, classes),
                        engine(base::Precision::Int8, int8, labels, classes)};
    const double p50[] = {0.467, 0.470, 0.342}, memory[] = {14.8, 17.2, 8.9};
    const std::uint64_t size[] = {2870, 1468, 964};
    for (std::size_t i = 0; i < 3; ++i) {
        document.engines[i].measurement = measured(random, p50[i], memory[i]);
        quantize::BuiltEngine built;
        built.requested = document.engines[i].id.precision;
        built.fileBytes = size[i] * 1024;
        document.engines[i].built = built;
    }
    document.engines[1].effective = {"fp32", {"runtime.fp16_computes_fp32"}};
    compareClassifiers(document);
    document.endToEnd = measure::EndToEnd{0.062, 0.021, 0.003, 200};
    document.requirements.streams = 64;
    document.requirements.fps = 35;
    document.requirements.latencyMs = 5;
    document.requirements.accuracyFloorPercent = 98;
    document.requirements.memoryGb = 8;
    decideRun(document);
}

}  // namespace

std::shared_ptr<RunResult> sampleDocument() {
    auto document = std::make_shared<RunResult>();
    auto manifest = dataset::readManifest(samples() / "glyphs/val", {});
    if (!manifest) return nullptr;
    fill(*document, std::move(*manifest));
    return document;
}

std::shared_ptr<RunResult> variantDocument() {
    auto document = sampleDocument();
    if (!document) return nullptr;
    std::mt19937 random(11);
    const int classes = static_cast<int>(document->data.classes.size());
    std::vector<int> labels;
    for (const auto& sample : document->manifest->samples) labels.push_back(sample.label);
    const struct {
        base::Variant variant;
        double share, p50, memory;
    } variants[] = {{base::Variant::Qat, 0.05, 0.35, 8.9},
                    {base::Variant::Dynamic, 0.08, 0.43, 9.6},
                    {base::Variant::ForTensorRt, 0.12, 0.36, 9.1}};
    for (const auto& made : variants) {
        EngineResult result =
            engine(base::Precision::Int8,
                   disturbed(random, *document->engines[0].predictions, labels, classes, made.share), labels,
                   classes);
        result.id.variant = made.variant;
        result.measurement = measured(random, made.p50, made.memory);
        result.built = document->engines[2].built;
        document->engines.push_back(result);
    }
    compareClassifiers(*document);
    decideRun(*document);
    return document;
}

std::shared_ptr<RunResult> layerDocument() {
    auto document = sampleDocument();
    if (!document) return nullptr;
    auto layers = std::make_shared<quantize::LayerReport>();
    layers->plainSqnr = 20;
    double sum = 0;
    for (int i = 0; i < 24; ++i) {
        quantize::LayerFacts layer;
        const std::string at = "/features/" + std::to_string(i);
        layer.op = i % 6 == 5 ? "Add" : "Conv";
        layer.name = at + "/" + layer.op;
        layer.output = at + "/output_0";
        layer.group = "/features/" + std::to_string(i - i % 2) + "/Conv";
        layer.parameters = layer.op == "Conv" ? 288 * (i + 1) : 0;
        layer.candidate = i != 23;
        const bool isFloat = i >= 20;
        if (i == 23) layer.floatReason = {"quantize.kept_pinned", {}};
        const double fp32 = 0.02 * (i + 1), int8 = isFloat ? fp32 : fp32 * 0.4;
        layer.executions["fp32"] = {"fp32", layer.op, "cpu", fp32};
        layer.executions["fp16"] = {"fp32", layer.op, "cpu", fp32 * 1.02};
        layer.executions["int8"] = {isFloat ? "fp32" : "int8", isFloat ? layer.op : "QLinear" + layer.op,
                                    "cpu", int8};
        sum += int8;
        if (layer.candidate) {
            layer.sensitivity = {60.0 - i, 20 + 0.25 * i, {}, 0.012 * (i + 1) - 0.05};
            if (i % 4 == 0) layer.sensitivity.metricWithoutThis = 0.75 + 0.0005 * i;
        }
        quantize::LayerValues values;
        values.min = -6, values.max = 6, values.lo = -4, values.hi = 4, values.clipped = 0.0012;
        for (int bin = 0; bin <= 240; ++bin) values.edges.push_back(-6 + 0.05F * static_cast<float>(bin));
        for (int bin = 0; bin < 240; ++bin) {
            const double x = (-6 + 0.05 * (bin + 0.5)) / (1 + 0.05 * i);
            values.counts.push_back(static_cast<std::int64_t>(40000 * std::exp(-x * x / 2)));
            values.count += values.counts.back();
        }
        layer.values = values;
        layers->layers.push_back(std::move(layer));
    }
    layers->totals["int8"] = {sum * 1.1, sum * 1.25, sum * 0.25, 100};
    quantize::MixedSearch search;
    search.maxDropPoints = 0.3, search.baseline = 0.7708, search.plain = 0.75, search.reached = 0.7689;
    search.met = true, search.trials = 9, search.reused = 4;
    search.steps = {{"/features/22/Conv", 2, 22.1, 0.757, 0.36, true},
                    {"/features/20/Conv", 2, 24.4, 0.764, 0.37, true},
                    {"/features/18/Conv", 2, 24.3, 0.7635, 0.39, false},
                    {"/features/6/Conv", 2, 26.9, 0.7689, 0.38, true}};
    layers->search = search;
    document->layers = layers;
    return document;
}

std::shared_ptr<RunResult> largeDocument(int classes, int samples) {
    dataset::Manifest manifest;
    manifest.root = "/nowhere";
    for (int c = 0; c < classes; ++c) manifest.classes.push_back("a class with number " + std::to_string(c));
    for (int i = 0; i < samples; ++i)
        manifest.samples.push_back({"/nowhere/" + std::to_string(i) + ".jpg", i % classes});
    auto document = std::make_shared<RunResult>();
    fill(*document, std::move(manifest));
    return document;
}

}  // namespace pwb::tests
