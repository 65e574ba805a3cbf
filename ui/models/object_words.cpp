// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/object_words.h"

#include <QCoreApplication>

#include "ui/models/format.h"
#include "ui/models/samples.h"

namespace pwb::ui {

using compare::ObjectFate;

namespace {

struct ObjectWordsText {
    Q_DECLARE_TR_FUNCTIONS(ObjectWords)
};

constexpr QChar kLessSign(0x2212), kNotEqual(0x2260), kSidewards(0x2194);

bool hasObjects(const result::RunResult& document) {
    return document.manifest && document.manifest->hasObjects;
}

}  // namespace

QString fateName(ObjectFate fate) {
    switch (fate) {
        case ObjectFate::Kept:
            return ObjectWordsText::tr("kept");
        case ObjectFate::Moved:
            return ObjectWordsText::tr("moved");
        case ObjectFate::Relabelled:
            return ObjectWordsText::tr("relabelled");
        case ObjectFate::Lost:
            return ObjectWordsText::tr("lost");
        case ObjectFate::New:
            return ObjectWordsText::tr("new");
    }
    return {};
}

QString fateWithSign(ObjectFate fate) {
    const QChar sign = fate == ObjectFate::Lost         ? kLessSign
                       : fate == ObjectFate::New        ? QChar(u'+')
                       : fate == ObjectFate::Relabelled ? kNotEqual
                       : fate == ObjectFate::Moved      ? kSidewards
                                                        : QChar(u'=');
    return sign + QStringLiteral(" ") + fateName(fate);
}

std::int64_t countOf(const compare::FateCounts& counts, ObjectFate fate) {
    switch (fate) {
        case ObjectFate::Kept:
            return counts.kept;
        case ObjectFate::Moved:
            return counts.moved;
        case ObjectFate::Relabelled:
            return counts.relabelled;
        case ObjectFate::Lost:
            return counts.lost;
        case ObjectFate::New:
            return counts.added;
    }
    return 0;
}

QString bucketName(std::size_t bucket) {
    const evaluate::SizeRange& range = evaluate::kSizeRanges[bucket];
    if (bucket == 0) return QStringLiteral("< %1").arg(range.hi);
    if (bucket + 1 == evaluate::kPixelBuckets) return QStringLiteral("> %1").arg(range.lo);
    return QStringLiteral("%1–%2").arg(range.lo).arg(range.hi);
}

std::size_t bucketOf(float side) {
    std::size_t bucket = 0;
    while (bucket + 1 < evaluate::kPixelBuckets &&
           static_cast<double>(side) > evaluate::kSizeRanges[bucket].hi)
        ++bucket;
    return bucket;
}

ChangedBoxes boxesOf(const compare::ObjectChange& change, const result::EngineResult* fp32,
                     const result::EngineResult* candidate) {
    const int sample = static_cast<int>(change.sample);
    return {&change, detectionOf(fp32, sample, change.baseline),
            detectionOf(candidate, sample, change.candidate)};
}

bool isAnnotated(const result::RunResult& document, const ChangedBoxes& boxes) {
    const evaluate::Detection* detected = boxes.main();
    if (!hasObjects(document) || !detected || boxes.change->object < 0) return false;
    const auto& objects = document.manifest->samples[boxes.change->sample].objects;
    const auto at = static_cast<std::size_t>(boxes.change->object);
    return at < objects.size() && objects[at].label == detected->label;
}

QString changedClass(const result::RunResult& document, const ChangedBoxes& boxes) {
    const auto name = [&](const evaluate::Detection* detection) {
        return detection ? className(document, detection->label) : QString();
    };
    if (boxes.before && boxes.after && boxes.before->label != boxes.after->label)
        return name(boxes.before) + QStringLiteral(" → ") + name(boxes.after);
    return name(boxes.main());
}

QString changeMeaning(const result::RunResult& document, const ChangedBoxes& boxes) {
    const bool labelled = hasObjects(document), annotated = isAnnotated(document, boxes);
    switch (boxes.change->fate) {
        case ObjectFate::Lost:
            if (!labelled) return ObjectWordsText::tr("FP32 alone finds it.");
            return annotated ? ObjectWordsText::tr("FP32 alone finds it, and it is annotated: one more miss.")
                             : ObjectWordsText::tr(
                                   "FP32 alone finds it; it is not annotated: one false detection less.");
        case ObjectFate::New:
            if (!labelled) return ObjectWordsText::tr("FP32 does not find it.");
            return annotated ? ObjectWordsText::tr("FP32 misses it, and it is annotated: one miss less.")
                             : ObjectWordsText::tr(
                                   "FP32 does not find it, nor is it annotated: one more false detection.");
        case ObjectFate::Relabelled:
            return ObjectWordsText::tr("Found again, as another class.");
        case ObjectFate::Moved:
            return ObjectWordsText::tr("Found again, but the boxes overlap by less than %1.")
                .arg(formatNumber(compare::kMovedBelow, 2));
        case ObjectFate::Kept:
            break;
    }
    return {};
}

const compare::ObjectComparison* objectsOf(const result::RunResult* document,
                                           const base::EngineId& candidate) {
    const auto* comparison = document ? document->comparison(candidate) : nullptr;
    return comparison ? comparison->objects.get() : nullptr;
}

QString lossSummary(const result::RunResult* document, const base::EngineId& candidate) {
    const auto* objects = objectsOf(document, candidate);
    if (!objects) return {};
    QStringList lost = {ObjectWordsText::tr("%1 lost").arg(formatCount(objects->all.lost))};
    if (objects->all.lost > 0 && hasObjects(*document))
        lost << ObjectWordsText::tr("%1 of them annotated").arg(formatCount(objects->all.lostRight));
    if (objects->all.lost > 0)
        lost << ObjectWordsText::tr("%1 below %2 px")
                    .arg(formatCount(objects->bySize[0].lost + objects->bySize[1].lost))
                    .arg(evaluate::kSizeRanges[1].hi);
    return ObjectWordsText::tr("%1; %2 new")
        .arg(lost.join(ObjectWordsText::tr(", ")), formatCount(objects->all.added));
}

}  // namespace pwb::ui
