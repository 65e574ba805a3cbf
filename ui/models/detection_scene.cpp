// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/detection_scene.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <span>

#include "ui/models/format.h"
#include "ui/models/object_words.h"
#include "ui/models/samples.h"

namespace pwb::ui {

using compare::ObjectChange;
using compare::ObjectFate;

namespace {

struct Scene {
    Q_DECLARE_TR_FUNCTIONS(DetectionScene)
};

std::span<const ObjectChange> changesIn(const compare::ObjectComparison& objects, int sample) {
    const auto before = [](const ObjectChange& change, std::uint32_t at) { return change.sample < at; };
    const auto at = static_cast<std::uint32_t>(sample);
    const auto first = std::lower_bound(objects.changes.begin(), objects.changes.end(), at, before);
    const auto last = std::lower_bound(first, objects.changes.end(), at + 1, before);
    return {first, last};
}

double sideOf(const dataset::Box& box) {
    return std::sqrt(std::max(0.0, box.area()));
}

QString numberOf(float confidence) {
    return formatNumber(static_cast<double>(confidence), 2);
}

SceneBox boxFrom(const result::RunResult& document, const evaluate::Detection& detection) {
    SceneBox box;
    box.box = detection.box();
    box.name = className(document, detection.label);
    box.confidence = detection.confidence;
    box.words =
        Scene::tr("%1 %2, %3 px").arg(box.name, numberOf(box.confidence), formatNumber(sideOf(box.box), 1));
    return box;
}

void mark(SceneBox& box, const result::RunResult& document, const ChangedBoxes& changed, int index) {
    box.fate = changed.change->fate;
    box.annotated = isAnnotated(document, changed);
    box.change = index;
    const QString before =
        box.fate == ObjectFate::Relabelled && changed.before
            ? Scene::tr("FP32: %1 %2.")
                  .arg(className(document, changed.before->label), numberOf(changed.before->confidence))
            : QString();
    box.words =
        QStringList{box.words, fateName(box.fate).toUpper().left(1) + fateName(box.fate).mid(1) + u'.',
                    changeMeaning(document, changed), before}
            .join(u'\n')
            .trimmed();
}

QString summaryOf(const DetectionScene& scene) {
    int seen = 0, lost = 0, added = 0, moved = 0, relabelled = 0;
    for (const SceneBox& box : scene.boxes) {
        seen += box.fate != ObjectFate::Lost;
        lost += box.fate == ObjectFate::Lost;
        added += box.fate == ObjectFate::New;
        moved += box.fate == ObjectFate::Moved;
        relabelled += box.fate == ObjectFate::Relabelled;
    }
    QStringList parts = {seen == 1 ? Scene::tr("1 object") : Scene::tr("%1 objects").arg(formatCount(seen))};
    const std::pair<int, ObjectFate> counts[] = {{lost, ObjectFate::Lost},
                                                 {added, ObjectFate::New},
                                                 {relabelled, ObjectFate::Relabelled},
                                                 {moved, ObjectFate::Moved}};
    for (const auto& [count, fate] : counts)
        if (count > 0)
            parts
                << Scene::tr("%1 %2", "a number, then what happened").arg(formatCount(count), fateName(fate));
    return parts.join(Scene::tr(", "));
}

}  // namespace

std::vector<result::EngineKind> sceneKinds(const result::RunResult& document) {
    std::vector<result::EngineKind> kinds;
    for (const result::EngineResult& engine : document.engines)
        if (engine.detections) kinds.push_back(result::kindOf(document, engine));
    return kinds;
}

double shownThreshold(const result::RunResult& document) {
    for (const compare::Comparison& comparison : document.comparisons)
        if (comparison.objects) return comparison.objects->threshold;
    return document.data.threshold;
}

DetectionScene detectionScene(const result::RunResult& document, const base::EngineId& engineId, int sample) {
    DetectionScene scene;
    scene.kind = engineId;
    const result::EngineResult *fp32 = document.engine(base::Precision::Fp32),
                               *engine = document.engine(engineId);
    if (!engine) return scene;
    scene.kind = result::kindOf(document, *engine);
    const evaluate::Detections* detections = detectionsOf(engine, sample);
    scene.answered = detections != nullptr;
    if (!detections) return scene;
    const double threshold = shownThreshold(document);
    for (const evaluate::Detection& detection : *detections) {
        if (static_cast<double>(detection.confidence) < threshold) break;  // most confident first
        scene.boxes << boxFrom(document, detection);
    }
    if (const auto* objects = objectsOf(&document, engineId)) {
        for (const ObjectChange& change : changesIn(*objects, sample)) {
            const ChangedBoxes changed = boxesOf(change, fp32, engine);
            const auto index = static_cast<int>(&change - objects->changes.data());
            if (change.fate == ObjectFate::Lost && changed.before) {
                scene.boxes << boxFrom(document, *changed.before);
                mark(scene.boxes.last(), document, changed, index);
            } else if (change.candidate >= 0 && change.candidate < scene.boxes.size()) {
                mark(scene.boxes[change.candidate], document, changed, index);
            }
        }
    }
    scene.summary = summaryOf(scene);
    return scene;
}

QVector<SceneObject> annotatedObjects(const result::RunResult& document, int sample) {
    QVector<SceneObject> objects;
    if (!document.manifest || sample < 0 || sample >= static_cast<int>(document.manifest->samples.size()))
        return objects;
    for (const dataset::Object& object : document.manifest->samples[static_cast<std::size_t>(sample)].objects)
        objects.append({object.box, className(document, object.label), std::sqrt(object.area), object.crowd});
    return objects;
}

CellTable sceneTable(const QVector<DetectionScene>& scenes, const QVector<SceneObject>& objects) {
    CellTable table;
    table.columns = {{Scene::tr("Engine")},
                     {Scene::tr("Class")},
                     {Scene::tr("Confidence"), {}, true},
                     {Scene::tr("Against FP32")},
                     {Scene::tr("√area"), {}, true, {}, Scene::tr("px")},
                     {QStringLiteral("x"), {}, true, {}, Scene::tr("px"), true},
                     {QStringLiteral("y"), {}, true, {}, Scene::tr("px")},
                     {Scene::tr("width"), {}, true, {}, Scene::tr("px")},
                     {Scene::tr("height"), {}, true, {}, Scene::tr("px")}};
    const auto number = [](double value) { return Cell{formatNumber(value, 1), value}; };
    const auto add = [&](const Cell& engine, const QString& name, const Cell& confidence, const Cell& fate,
                         const dataset::Box& box, double side) {
        table.rows << QVector<Cell>{engine,        Cell{name},        confidence,
                                    fate,          number(side),      number(box.x),
                                    number(box.y), number(box.width), number(box.height)};
    };
    for (const DetectionScene& scene : scenes)
        for (const SceneBox& box : scene.boxes) {
            Cell engine{engineName(scene.kind)};
            engine.mark = scene.kind;
            Cell fate{scene.kind.engine.isBaseline() ? QStringLiteral("–") : fateWithSign(box.fate)};
            if (box.fate == ObjectFate::Lost) fate.tone = Cell::Tone::Bad;
            fate.hint = box.words;
            const bool missing = box.fate == ObjectFate::Lost;
            const Cell confidence = missing
                                        ? Cell{QStringLiteral("·"), -1, Cell::Tone::Waiting}
                                        : Cell{numberOf(box.confidence), static_cast<double>(box.confidence)};
            add(engine, box.name, confidence, fate, box.box, sideOf(box.box));
        }
    const Cell none{QStringLiteral("–"), -1, Cell::Tone::Secondary};
    for (const SceneObject& object : objects)
        add(Cell{object.crowd ? Scene::tr("annotated, a crowd") : Scene::tr("annotated")}, object.name, none,
            none, object.box, object.side);
    return table;
}

}  // namespace pwb::ui
