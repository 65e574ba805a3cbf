// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/documents/counted_document.h"

#include <algorithm>

#include "tests/support/documents/assemble.h"

namespace pwb::tests {
namespace {

using evaluate::Detection;
using evaluate::Detections;
using evaluate::DetectionTable;
using result::EngineResult;
using result::EngineState;
using result::RunResult;

constexpr int kImages = 40;
constexpr int kBall = 0, kPlayer = 1, kCone = 2;

dataset::Object objectOf(int label, double x, double y, double side) {
    return {{x, y, side, side}, label, side * side, false};
}

dataset::Manifest manifestOf() {
    dataset::Manifest manifest;
    manifest.kind = dataset::SourceKind::Coco;
    manifest.root = "/data/pitch";
    manifest.classes = {"ball", "<b>player</b>", "cone"};
    manifest.hasObjects = true;
    for (int i = 0; i < kImages; ++i) {
        dataset::Sample sample{manifest.root / ("image " + std::to_string(i) + " <x>&.jpg")};
        sample.objects = {objectOf(kBall, 10, 10, 6), objectOf(kBall, 60, 10, 12),
                          objectOf(kPlayer, 100, 100, 40)};
        if (i % 2 == 0) sample.objects.push_back(objectOf(kCone, 200, 50, 10));
        manifest.samples.push_back(std::move(sample));
    }
    return manifest;
}

Detection answer(const dataset::Object& object, float confidence) {
    return {static_cast<float>(object.box.x),
            static_cast<float>(object.box.y),
            static_cast<float>(object.box.width),
            static_cast<float>(object.box.height),
            confidence,
            object.label};
}

bool isSmallBall(const dataset::Object& object) {
    return object.area == 36;
}

enum class Role { Fp32, Int8, Plain };

// What an engine says of one object; the small balls of every tenth image are beyond all.
void addAnswer(Detections& answers, const dataset::Object& object, int image, Role role) {
    Detection one = answer(object, isSmallBall(object) ? 0.5F : 0.8F);
    if (isSmallBall(object)) {
        if (image % 10 == 0 || (role == Role::Plain && image % 2 == 1)) return;
        if (role == Role::Int8 && image % 10 == 1) one.confidence = 0.1F;
    }
    if (role == Role::Int8 && object.label == kPlayer) {
        if (image == 3) one.label = kCone;
        if (image == 4) one.x += 8;  // IoU .67
    }
    answers.push_back(one);
}

DetectionTable tableOf(const dataset::Manifest& manifest, Role role) {
    DetectionTable table;
    for (int i = 0; i < kImages; ++i) {
        Detections answers;
        for (const dataset::Object& object : manifest.samples[static_cast<std::size_t>(i)].objects)
            addAnswer(answers, object, i, role);
        if (i % 5 == 0) answers.push_back({250, 250, 7, 7, 0.15F, kBall});
        if (role == Role::Plain) answers.push_back({200, 200, 9, 9, 0.7F, kBall});
        std::stable_sort(answers.begin(), answers.end(),
                         [](const Detection& a, const Detection& b) { return a.confidence > b.confidence; });
        table.push_back(std::make_shared<const Detections>(std::move(answers)));
    }
    return table;
}

measure::EngineMeasurement measurementOf(double milliseconds, std::uint64_t peak) {
    measure::EngineMeasurement measured;
    measure::LatencyStats stats;
    stats.batch = 1;
    stats.mean = stats.p50 = milliseconds;
    stats.p90 = milliseconds * 1.05;
    stats.p99 = milliseconds * 1.15;
    stats.n = 600;
    for (const double drift : {0.99, 1.0, 1.01})
        stats.rounds.push_back({milliseconds * 0.95, milliseconds * 0.98, milliseconds * drift,
                                milliseconds * 1.02, milliseconds * 1.1, 200});
    stats.spread = milliseconds * 0.02;
    measured.latency.push_back(stats);
    measured.throughput.push_back({1, 1, 1000 / milliseconds});
    measured.memory = {peak, peak * 3 / 4, peak / 3, peak / 4, {{1, peak}}};
    return measured;
}

EngineResult engineOf(const base::EngineId& id, DetectionTable table, std::uint64_t fileBytes) {
    EngineResult engine;
    engine.id = id;
    engine.state = EngineState::Ready;
    engine.effective.id = base::precisionId(id.precision);
    quantize::BuiltEngine built;
    built.requested = id.precision;
    built.file = "/runs/1/engines/" + engine.id.key() + ".onnx";
    built.fileBytes = fileBytes;
    if (id.precision == base::Precision::Int8) {
        built.calibrator = engine.isReference() ? "minmax" : "entropy";
        built.calibrationSamples = 160;
    }
    engine.built = built;
    engine.detections = std::make_shared<const DetectionTable>(std::move(table));
    return engine;
}

void conclude(RunResult& document) {
    compareDetectors(document);
    document.requirements.smallestObjectPx = 15;
    decideRun(document);
}

RunResult unscored() {
    RunResult document;
    document.name = "Pitch <detector>";
    document.runFolder = "/runs/1";
    document.finished = true;
    document.model.path = "/models/detector.onnx";
    document.model.task = model::Task::Detection;
    const dataset::Manifest manifest = manifestOf();
    document.data.path = manifest.root;
    document.data.samples = kImages;
    document.data.classes = manifest.classes;
    document.data.objects = manifest.objectCount();
    document.data.detector = "yolov8";
    document.data.nmsIou = 0.7;
    document.data.confidence = 0.001;
    document.data.threshold = 0.25;
    using base::Precision;
    // The reference does not stand last here: the reports put it there.
    document.engines = {
        engineOf(Precision::Fp32, tableOf(manifest, Role::Fp32), 12'000'000),
        engineOf({Precision::Int8, base::Variant::Plain}, tableOf(manifest, Role::Plain), 3'100'000),
        engineOf(Precision::Fp16, tableOf(manifest, Role::Fp32), 6'000'000),
        engineOf(Precision::Int8, tableOf(manifest, Role::Int8), 3'300'000)};
    document.engines[0].measurement = measurementOf(9.8, 48'000'000);
    document.engines[2].measurement = measurementOf(9.9, 51'000'000);
    document.engines[3].measurement = measurementOf(7.6, 32'000'000);
    document.manifest = std::make_shared<const dataset::Manifest>(manifest);
    return document;
}

}  // namespace

RunResult countedDocument() {
    RunResult document = unscored();
    scoreDetectors(document);
    conclude(document);
    return document;
}

RunResult unlabelledCountedDocument() {
    RunResult document = unscored();
    auto manifest = std::make_shared<dataset::Manifest>(*document.manifest);
    manifest->hasObjects = false;
    for (dataset::Sample& sample : manifest->samples) sample.objects.clear();
    document.manifest = manifest;
    document.data.objects = 0;
    conclude(document);
    return document;
}

}  // namespace pwb::tests
