// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/detection_document.h"

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>
#include <random>

#include "core/compare/objects.h"
#include "core/measure/measure.h"

namespace pwb::test {

namespace {

using evaluate::Detection;
using evaluate::Detections;
using evaluate::DetectionTable;
using result::EngineResult;
using result::RunResult;

constexpr std::uint64_t kMiB = 1u << 20;
constexpr double kSide = 320;  ///< px, of every pitch image

/// How an engine departs from the one before it.
struct Disturbance {
    double lostSmall, lost;  ///< chance that an object below 8 px, or any other, is not found
    double shift;            ///< of a box, in parts of its side
    double confidence;       ///< at most so much less or more
    double moved, relabelled;
    double added;  ///< false detections per image
};
constexpr Disturbance kFp32 = {0.2, 0.01, 0.03, 0.1, 0, 0.002, 0.25};
constexpr Disturbance kFp16 = {0, 0, 0.001, 0.002, 0, 0, 0};
constexpr Disturbance kInt8 = {0.08, 0.004, 0.02, 0.05, 0.004, 0.002, 0.03};
constexpr Disturbance kPlain = {0.5, 0.03, 0.05, 0.15, 0.02, 0.006, 0.15};

/// The same on every platform, which the standard's distributions are not.
class Chance {
public:
    explicit Chance(std::uint32_t seed) : m_random(seed) {}
    double unit() { return static_cast<double>(m_random()) / 4294967296.0; }
    double around(double width) { return (2 * unit() - 1) * width; }
    bool happens(double probability) { return unit() < probability; }

private:
    std::mt19937 m_random;
};

dataset::Manifest pitchManifest() {
    QFile file(QStringLiteral(PWB_SAMPLES "/pitch/val/annotations.json"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    dataset::Manifest manifest;
    manifest.kind = dataset::SourceKind::Coco;
    manifest.root = PWB_SAMPLES "/pitch/val";
    manifest.hasObjects = true;
    QHash<int, int> classOf;
    for (const QJsonValue& category : json["categories"].toArray()) {
        classOf[category["id"].toInt()] = static_cast<int>(manifest.classes.size());
        manifest.classes.push_back(category["name"].toString().toStdString());
    }
    QHash<int, std::size_t> sampleOf;
    for (const QJsonValue& image : json["images"].toArray()) {
        sampleOf[image["id"].toInt()] = manifest.samples.size();
        manifest.samples.push_back({manifest.root / "images" / image["file_name"].toString().toStdString()});
    }
    for (const QJsonValue& note : json["annotations"].toArray()) {
        const QJsonArray box = note["bbox"].toArray();
        manifest.samples[sampleOf[note["image_id"].toInt()]].objects.push_back(
            {{box[0].toDouble(), box[1].toDouble(), box[2].toDouble(), box[3].toDouble()},
             classOf[note["category_id"].toInt()],
             note["area"].toDouble(),
             note["iscrowd"].toInt() != 0});
    }
    return manifest;
}

dataset::Manifest largeManifest(int images, int objects) {
    Chance chance(3);
    dataset::Manifest manifest;
    manifest.kind = dataset::SourceKind::Coco;
    manifest.root = "/nowhere";
    manifest.hasObjects = true;
    for (int c = 0; c < 80; ++c) manifest.classes.push_back("a class with number " + std::to_string(c));
    for (int i = 0; i < images; ++i) {
        dataset::Sample sample{manifest.root / (std::to_string(i) + ".jpg")};
        for (int k = 0; k < objects; ++k) {
            const double side = 4 + 40 * chance.unit() * chance.unit();
            sample.objects.push_back(
                {{(kSide - side) * chance.unit(), (kSide - side) * chance.unit(), side, side},
                 static_cast<int>(80 * chance.unit()),
                 side * side});
        }
        manifest.samples.push_back(std::move(sample));
    }
    return manifest;
}

/// Inside the image, and never empty.
Detection clipped(Detection box) {
    const auto limit = static_cast<float>(kSide);
    const float right = std::min(box.x + box.width, limit), bottom = std::min(box.y + box.height, limit);
    box.x = std::clamp(box.x, 0.0F, limit - 1), box.y = std::clamp(box.y, 0.0F, limit - 1);
    box.width = std::max(right - box.x, 1.0F), box.height = std::max(bottom - box.y, 1.0F);
    return box;
}

Detections disturbed(const Detections& from, const Disturbance& by, int classes, Chance& chance) {
    Detections result;
    for (Detection box : from) {
        const double side = std::sqrt(static_cast<double>(box.width) * static_cast<double>(box.height));
        if (chance.happens(side < 8 ? by.lostSmall : by.lost)) continue;
        // A quarter of the width to one side leaves an IoU of .6.
        const double moved = chance.happens(by.moved) ? 0.25 : 0;
        box.x += static_cast<float>((moved + chance.around(by.shift)) * static_cast<double>(box.width));
        box.y += static_cast<float>(chance.around(by.shift) * static_cast<double>(box.height));
        box.width *= static_cast<float>(1 + chance.around(by.shift));
        box.height *= static_cast<float>(1 + chance.around(by.shift));
        if (chance.happens(by.relabelled)) box.label = (box.label + 1) % classes;
        const double confidence = static_cast<double>(box.confidence) + chance.around(by.confidence);
        box.confidence = static_cast<float>(std::clamp(confidence, 0.002, 0.995));
        result.push_back(clipped(box));
    }
    while (chance.happens(by.added)) {
        const auto side = static_cast<float>(4 + 20 * chance.unit());
        const auto room = static_cast<double>(kSide) - static_cast<double>(side);
        result.push_back({static_cast<float>(room * chance.unit()), static_cast<float>(room * chance.unit()),
                          side, side, static_cast<float>(0.05 + 0.6 * chance.unit()),
                          static_cast<std::int32_t>(classes * chance.unit())});
    }
    std::stable_sort(result.begin(), result.end(),
                     [](const Detection& a, const Detection& b) { return a.confidence > b.confidence; });
    return result;
}

/// The annotated boxes as a detector without fault would give them, the smaller the less sure.
Detections ideal(const dataset::Sample& sample) {
    Detections result;
    for (const dataset::Object& object : sample.objects)
        result.push_back({static_cast<float>(object.box.x), static_cast<float>(object.box.y),
                          static_cast<float>(object.box.width), static_cast<float>(object.box.height),
                          static_cast<float>(0.9 - 1.2 / (1 + std::sqrt(object.area))), object.label});
    return result;
}

DetectionTable disturbed(const DetectionTable& from, const Disturbance& by, int classes, std::uint32_t seed) {
    Chance chance(seed);
    DetectionTable table;
    for (const auto& detections : from)
        table.push_back(std::make_shared<const Detections>(disturbed(*detections, by, classes, chance)));
    return table;
}

measure::EngineMeasurement measured(double p50, double memoryMiB, std::uint32_t seed) {
    Chance chance(seed);
    measure::EngineMeasurement result;
    for (const int batch : {1, 8, 16, 32}) {
        std::vector<float> times;
        std::vector<int> rounds;
        for (int i = 0; i < 1000; ++i) {
            times.push_back(static_cast<float>(
                p50 * batch * (0.985 + 0.03 * chance.unit() + 0.05 * std::pow(chance.unit(), 12))));
            rounds.push_back(i / 200);
        }
        result.latency.push_back(measure::summarise(batch, times, rounds));
        result.throughput.push_back({batch, 1, 1000.0 * batch / result.latency.back().mean});
        result.memory.peakByBatch.emplace_back(
            batch, static_cast<std::uint64_t>(memoryMiB * (1 + 0.05 * batch) * kMiB));
    }
    for (const int streams : {2, 4})
        result.throughput.push_back({1, streams, result.throughput[0].fps * streams * 0.96});
    result.memory.peakBytes = static_cast<std::uint64_t>(memoryMiB * kMiB);
    result.memory.loadedBytes = static_cast<std::uint64_t>(memoryMiB * 0.7 * kMiB);
    result.memory.weightsBytes = static_cast<std::uint64_t>(memoryMiB * 0.2 * kMiB);
    result.memory.activationsBytes = result.memory.peakBytes - result.memory.loadedBytes;
    result.utilisation = 0.98;
    result.powerAbsent = {"measure.power_not_readable"};
    return result;
}

EngineResult engine(base::Precision precision, const char* variant, DetectionTable table,
                    std::uint64_t fileKiB) {
    EngineResult result;
    result.precision = precision;
    result.variant = variant;
    result.state = result::EngineState::Ready;
    result.effective.id = std::string(base::precisionId(precision));
    result.detections = std::make_shared<const DetectionTable>(std::move(table));
    quantize::BuiltEngine built;
    built.requested = precision;
    built.fileBytes = fileKiB * 1024;
    result.built = built;
    return result;
}

void score(RunResult& document) {
    const auto& samples = document.manifest->samples;
    const int classes = static_cast<int>(document.data.classes.size());
    for (EngineResult& engine : document.engines) {
        evaluate::MatchTable matches;
        for (std::size_t i = 0; i < samples.size(); ++i)
            matches.push_back(evaluate::matchImage(samples[i].objects, *(*engine.detections)[i]));
        engine.matches = std::make_shared<const evaluate::MatchTable>(std::move(matches));
    }
    document.data.threshold = evaluate::bestThreshold(*document.engines[0].matches).value_or(0.25);
    for (EngineResult& engine : document.engines) {
        auto metrics = evaluate::scoreDetection(samples, *engine.detections, *engine.matches, classes,
                                                document.data.threshold);
        metrics.interval = compare::mapInterval(*engine.matches, classes, 1);
        engine.detection = std::make_shared<const evaluate::DetectionMetrics>(std::move(metrics));
    }
}

void compareWithFp32(RunResult& document) {
    const EngineResult& fp32 = document.engines[0];
    const int classes = static_cast<int>(document.data.classes.size());
    for (std::size_t i = 1; i < document.engines.size(); ++i) {
        const EngineResult& candidate = document.engines[i];
        compare::Comparison comparison;
        comparison.baseline = fp32.id.key();
        comparison.candidate = candidate.id.key();
        auto objects = compare::compareObjects(document.manifest->samples, *fp32.detections,
                                               *candidate.detections, document.data.threshold);
        if (fp32.matches && candidate.matches)
            comparison.accuracy =
                compare::compareDetection(*fp32.matches, *candidate.matches, classes, objects, 1);
        comparison.objects = std::make_shared<const compare::ObjectComparison>(std::move(objects));
        if (candidate.built)
            comparison.sizeRatio =
                static_cast<double>(candidate.built->fileBytes) / static_cast<double>(fp32.built->fileBytes);
        if (candidate.measurement && fp32.measurement)
            comparison.speedup = fp32.measurement->latency[0].p50 / candidate.measurement->latency[0].p50;
        document.comparisons.push_back(std::move(comparison));
    }
}

std::shared_ptr<RunResult> unscored(dataset::Manifest manifest) {
    auto document = std::make_shared<RunResult>();
    const int classes = static_cast<int>(manifest.classes.size());
    document->name = "Pitch detector";
    document->finished = true;
    document->model.path = PWB_SAMPLES "/pitch/detector.onnx";
    document->model.task = model::Task::Detection;
    document->data.path = manifest.root;
    document->data.samples = static_cast<std::int64_t>(manifest.samples.size());
    document->data.classes = manifest.classes;
    document->data.objects = manifest.objectCount();
    document->data.detector = evaluate::detectorId(evaluate::DetectorKind::YoloV8);
    document->data.nmsIou = 0.7;
    document->data.confidence = 0.001;
    document->data.threshold = 0.25;
    DetectionTable perfect;
    for (const dataset::Sample& sample : manifest.samples)
        perfect.push_back(std::make_shared<const Detections>(ideal(sample)));
    document->manifest = std::make_shared<const dataset::Manifest>(std::move(manifest));
    const DetectionTable fp32 = disturbed(perfect, kFp32, classes, 5);
    document->engines = {engine(base::Precision::Fp32, "", fp32, 12220),
                         engine(base::Precision::Fp16, "", disturbed(fp32, kFp16, classes, 6), 6140),
                         engine(base::Precision::Int8, "", disturbed(fp32, kInt8, classes, 7), 3390),
                         engine(base::Precision::Int8, "plain", disturbed(fp32, kPlain, classes, 8), 3310)};
    const double p50[] = {9.8, 9.9, 7.6}, memory[] = {48.2, 51.4, 31.7};
    for (std::uint32_t i = 0; i < 3; ++i)
        document->engines[i].measurement = measured(p50[i], memory[i], 20 + i);
    document->engines[1].effective = {"fp32", {"runtime.fp16_computes_fp32"}};
    document->endToEnd = measure::EndToEnd{0.9, 0.4, 0.2, 200};
    document->requirements.streams = 4;
    document->requirements.fps = 15;
    document->requirements.smallestObjectPx = 15;
    return document;
}

std::shared_ptr<RunResult> concluded(std::shared_ptr<RunResult> document) {
    compareWithFp32(*document);
    document->decision = decide::decide(document->evidence(document->requirements), document->requirements);
    return document;
}

}  // namespace

std::shared_ptr<RunResult> detectionDocument() {
    dataset::Manifest manifest = pitchManifest();
    if (manifest.samples.empty()) return nullptr;
    auto document = unscored(std::move(manifest));
    score(*document);
    return concluded(std::move(document));
}

std::shared_ptr<RunResult> unlabelledDetectionDocument() {
    dataset::Manifest manifest = pitchManifest();
    if (manifest.samples.empty()) return nullptr;
    auto document = unscored(manifest);
    manifest.kind = dataset::SourceKind::Images;
    manifest.hasObjects = false;
    for (dataset::Sample& sample : manifest.samples) sample.objects.clear();
    document->manifest = std::make_shared<const dataset::Manifest>(std::move(manifest));
    document->data.objects = 0;
    return concluded(std::move(document));
}

std::shared_ptr<RunResult> largeDetectionDocument(int images, int objects) {
    auto document = unscored(largeManifest(images, objects));
    compareWithFp32(*document);
    return document;
}

}  // namespace pwb::test
