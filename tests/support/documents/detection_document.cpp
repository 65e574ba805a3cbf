// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/documents/detection_document.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/support/documents/assemble.h"
#include "tests/support/places.h"

namespace pwb::tests {

namespace {

using evaluate::Detection;
using evaluate::Detections;
using evaluate::DetectionTable;
using result::EngineResult;
using result::RunResult;

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
    dataset::Manifest manifest;
    manifest.kind = dataset::SourceKind::Coco;
    manifest.root = samples() / "pitch/val";
    manifest.hasObjects = true;
    std::ifstream in(manifest.root / "annotations.json");
    const auto json = nlohmann::json::parse(in, nullptr, false);
    if (json.is_discarded()) return {};
    std::map<int, int> classOf;
    for (const auto& category : json["categories"]) {
        classOf[category["id"]] = static_cast<int>(manifest.classes.size());
        manifest.classes.push_back(category["name"]);
    }
    std::map<int, std::size_t> sampleOf;
    for (const auto& image : json["images"]) {
        sampleOf[image["id"]] = manifest.samples.size();
        manifest.samples.push_back({manifest.root / "images" / image["file_name"].get<std::string>()});
    }
    for (const auto& note : json["annotations"]) {
        const auto box = note["bbox"].get<std::array<double, 4>>();
        manifest.samples[sampleOf.at(note["image_id"])].objects.push_back({{box[0], box[1], box[2], box[3]},
                                                                           classOf.at(note["category_id"]),
                                                                           note["area"],
                                                                           note.value("iscrowd", 0) != 0});
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
    return measurementFrom(memoryMiB, [&](int batch, int) {
        return p50 * batch * (0.985 + 0.03 * chance.unit() + 0.05 * std::pow(chance.unit(), 12));
    });
}

EngineResult engine(const base::EngineId& id, DetectionTable table, std::uint64_t fileKiB) {
    EngineResult result;
    result.id = id;
    result.state = result::EngineState::Ready;
    result.effective.id = std::string(base::precisionId(id.precision));
    result.detections = std::make_shared<const DetectionTable>(std::move(table));
    quantize::BuiltEngine built;
    built.requested = id.precision;
    built.fileBytes = fileKiB * 1024;
    result.built = built;
    return result;
}

std::shared_ptr<RunResult> unscored(dataset::Manifest manifest) {
    auto document = std::make_shared<RunResult>();
    const int classes = static_cast<int>(manifest.classes.size());
    document->name = "Pitch detector";
    document->finished = true;
    document->model.path = samples() / "pitch/detector.onnx";
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
    document->engines = {
        engine(base::Precision::Fp32, fp32, 12220),
        engine(base::Precision::Fp16, disturbed(fp32, kFp16, classes, 6), 6140),
        engine(base::Precision::Int8, disturbed(fp32, kInt8, classes, 7), 3390),
        engine({base::Precision::Int8, base::Variant::Plain}, disturbed(fp32, kPlain, classes, 8), 3310)};
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
    compareDetectors(*document);
    decideRun(*document);
    return document;
}

}  // namespace

std::shared_ptr<RunResult> detectionDocument() {
    dataset::Manifest manifest = pitchManifest();
    if (manifest.samples.empty()) return nullptr;
    auto document = unscored(std::move(manifest));
    scoreDetectors(*document);
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
    compareDetectors(*document);
    return document;
}

}  // namespace pwb::tests
