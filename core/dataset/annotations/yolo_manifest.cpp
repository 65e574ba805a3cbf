// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/annotations/yolo_manifest.h"

#include <algorithm>
#include <set>

#include "core/base/files.h"
#include "core/base/in_parallel.h"
#include "core/base/try.h"
#include "core/dataset/annotations/annotations.h"
#include "core/dataset/annotations/image_files.h"
#include "core/dataset/annotations/yolo_labels.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

/// Images named by a list, one per line, counted from the list's folder or from the data set's.
base::Result<std::vector<fs::path>> listedImages(const fs::path& list, const fs::path& root) {
    PWB_TRY(const auto text, base::readFile(list));
    std::vector<fs::path> images;
    std::string_view rest = withoutByteOrderMark(text);
    std::error_code code;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = trimmed(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        if (line.empty()) continue;
        const fs::path here = list.parent_path() / line;
        images.push_back((fs::exists(here, code) ? here : root / line).lexically_normal());
    }
    return images;
}

base::Result<std::vector<fs::path>> imagesOf(const YoloSource& source) {
    std::vector<fs::path> all;
    for (const fs::path& place : source.images) {
        SkippedFiles skipped;  // label files, mostly
        std::error_code code;
        auto images =
            fs::is_directory(place, code) ? listImages(place, skipped) : listedImages(place, source.root);
        if (!images) return images;
        all.insert(all.end(), images->begin(), images->end());
    }
    std::sort(all.begin(), all.end(),
              [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

/// Where an image's labels are: labels/ for the last images/ in its path, else beside it.
fs::path labelFileOf(const fs::path& image) {
    const std::string text = image.string(), from = "/images/", to = "/labels/";
    fs::path beside = image;
    beside.replace_extension(".txt");
    const std::size_t at = text.rfind(from);
    if (at == std::string::npos) return beside;
    fs::path apart = text.substr(0, at) + to + text.substr(at + from.size());
    apart.replace_extension(".txt");
    std::error_code code;
    return !fs::exists(apart, code) && fs::exists(beside, code) ? beside : apart;
}

struct Read {
    AnnotatedImage image;
    std::optional<base::Error> error = {};
    bool labelled = false;
};

Read readOne(const fs::path& image, std::int64_t classes) {
    Read read{{image, 0, 0, {}, labelFileOf(image)}};
    std::error_code code;
    if (!fs::exists(read.image.file, code)) return read;
    read.labelled = true;
    const auto text = base::readFile(read.image.file);
    auto objects = text ? parseYoloLabels(*text, classes, read.image.file.string())
                        : base::Result<std::vector<RawObject>>(tl::make_unexpected(text.error()));
    if (objects)
        read.image.objects = std::move(*objects);
    else
        read.error = std::move(objects.error());
    return read;
}

/// Label files in the folders of those that were read, without an image.
void warnOfStrayLabels(const std::vector<AnnotatedImage>& images, std::vector<base::Message>& warnings) {
    std::set<fs::path> folders, known;
    for (const AnnotatedImage& image : images) {
        folders.insert(image.file.parent_path());
        known.insert(image.file);
    }
    std::size_t count = 0;
    std::string first;
    for (const fs::path& folder : folders)
        for (const fs::path& file : contentOf(folder).files) {
            const std::string name = lowered(file.filename().string());
            if (!name.ends_with(".txt") || name == "classes.txt" || name == "labels.txt" ||
                name.starts_with("readme") || known.contains(file))
                continue;
            if (count++ == 0) first = file.string();
        }
    if (count > 0)
        warnings.push_back(
            {"dataset.yolo_stray_labels", {{"count", std::to_string(count)}, {"first", first}}});
}

/// Named classes as they are; else as many as there are indices.
std::vector<DataClass> classesOf(const YoloSource& source, const std::vector<AnnotatedImage>& images) {
    std::int64_t count = std::max<std::int64_t>(0, source.classes);
    for (const AnnotatedImage& image : images)
        for (const RawObject& object : image.objects)
            count = std::max<std::int64_t>(count, object.category + std::int64_t{1});
    std::vector<DataClass> classes;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        classes.push_back({i, at < source.names.size() ? source.names[at] : ""});
    }
    return classes;
}

}  // namespace

base::Result<Manifest> readYolo(const YoloSource& source, const LabelOptions& options) {
    PWB_TRY(const auto paths, imagesOf(source));
    std::vector<Read> reads(paths.size());
    base::inParallel(paths.size(), {},
                     [&](std::size_t i) { reads[i] = readOne((paths)[i], source.classes); });

    AnnotationSet set;
    set.kind = SourceKind::YoloText;
    set.file = source.file;
    set.root = source.root;
    set.fractions = true;
    set.indices = source.names.empty();
    bool labelled = false;
    set.images.reserve(reads.size());
    for (Read& read : reads) {
        if (read.error) return tl::make_unexpected(std::move(*read.error));
        labelled = labelled || read.labelled;
        set.images.push_back(std::move(read.image));
    }
    if (!labelled && !set.images.empty())
        return base::badInput(source.file.string(), "dataset.yolo_no_labels",
                              {{"file", set.images.front().file.string()}});
    set.classes = classesOf(source, set.images);
    warnOfStrayLabels(set.images, set.warnings);
    return assemble(std::move(set), options);
}

}  // namespace pwb::dataset
