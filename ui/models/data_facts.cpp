// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/data_facts.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"
#include "ui/models/object_words.h"

namespace pwb::ui {

namespace {

struct DataFactsText {
    Q_DECLARE_TR_FUNCTIONS(DataFacts)
};

QString formOf(dataset::SourceKind kind) {
    switch (kind) {
        case dataset::SourceKind::ClassFolders:
            return DataFactsText::tr("class per folder");
        case dataset::SourceKind::CsvManifest:
            return DataFactsText::tr("CSV list");
        case dataset::SourceKind::Tensors:
            return DataFactsText::tr("tensors");
        case dataset::SourceKind::Coco:
            return DataFactsText::tr("COCO annotations");
        case dataset::SourceKind::YoloText:
            return DataFactsText::tr("YOLO labels");
        case dataset::SourceKind::CsvBoxes:
            return DataFactsText::tr("CSV boxes");
        case dataset::SourceKind::Images:
            return DataFactsText::tr("images");
        case dataset::SourceKind::Video:
            return DataFactsText::tr("video");
    }
    return {};
}

}  // namespace

std::vector<int> objectsPerClass(const dataset::Manifest& manifest) {
    std::vector<int> counts(manifest.classes.size(), 0);
    for (const dataset::Sample& sample : manifest.samples)
        for (const dataset::Object& object : sample.objects)
            if (!object.crowd && object.label >= 0 && object.label < static_cast<int>(counts.size()))
                ++counts[static_cast<std::size_t>(object.label)];
    return counts;
}

std::array<int, evaluate::kPixelBuckets> objectsPerBucket(const dataset::Manifest& manifest) {
    std::array<int, evaluate::kPixelBuckets> counts = {};
    for (const dataset::Sample& sample : manifest.samples)
        for (const dataset::Object& object : sample.objects)
            if (!object.crowd) ++counts[bucketOf(static_cast<float>(std::sqrt(object.area)))];
    return counts;
}

QString dataText(const dataset::Manifest& manifest) {
    const QString samples = formatCount(static_cast<std::int64_t>(manifest.samples.size()));
    const QString count = manifest.tensors                              ? DataFactsText::tr("%1 samples")
                          : manifest.kind == dataset::SourceKind::Video ? DataFactsText::tr("%1 frames")
                                                                        : DataFactsText::tr("%1 images");
    const QString head = formOf(manifest.kind) + DataFactsText::tr(", ") + count.arg(samples);
    if (manifest.hasObjects)
        return DataFactsText::tr("%1, %2 objects of %3 classes")
            .arg(head, formatCount(manifest.objectCount()))
            .arg(manifest.classes.size());
    const bool labelled = std::any_of(manifest.samples.begin(), manifest.samples.end(),
                                      [](const dataset::Sample& sample) { return sample.label >= 0; });
    return labelled ? DataFactsText::tr("%1 in %2 classes").arg(head).arg(manifest.classes.size())
                    : DataFactsText::tr("%1 without labels").arg(head);
}

}  // namespace pwb::ui
