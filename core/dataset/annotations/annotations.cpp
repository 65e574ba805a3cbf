// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/annotations/annotations.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/try.h"
#include "core/dataset/images/picture_size.h"
#include "core/dataset/video/video.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

/// More missing images than one in so many are an error.
constexpr std::size_t kOneInMissing = 100;

std::string sizeText(int width, int height) {
    return std::to_string(width) + "×" + std::to_string(height);
}

/// How often something was met, and where first.
struct Finding {
    std::int64_t count = 0;
    std::string first = {};
    base::Args more = {};

    template <class Place>
    void add(const Place& place, base::Args args = {}) {
        if (count++ > 0) return;
        first = place();
        more = std::move(args);
    }
    void warn(const char* code, Manifest& manifest) const {
        if (count == 0) return;
        base::Args args = {{"count", std::to_string(count)}, {"first", first}};
        args.insert(args.end(), more.begin(), more.end());
        manifest.warnings.push_back({code, std::move(args)});
    }
};

class Assembler {
public:
    Assembler(AnnotationSet& set, const ObjectClasses& classes) : m_set(set), m_classes(classes) {}

    void add(AnnotatedImage& image, const std::optional<PictureSize>& found, Manifest& manifest) {
        const PictureSize size = found.value_or(PictureSize{image.width, image.height});
        if (found && image.width > 0 && *found != PictureSize{image.width, image.height})
            m_resized.add([&] { return image.path.string(); },
                          {{"stated", sizeText(image.width, image.height)},
                           {"found", sizeText(size.width, size.height)}});
        Sample sample{image.path};
        if (const auto frame = videoFrameOf(image.path)) sample.row = frame->number;
        sample.objects.reserve(image.objects.size());
        for (const RawObject& raw : image.objects)
            if (auto object = checked(raw, image, size)) sample.objects.push_back(*object);
        manifest.samples.push_back(std::move(sample));
        image.objects = {};
    }
    void warn(Manifest& manifest) const {
        m_empty.warn("dataset.boxes_empty", manifest);
        m_outside.warn("dataset.boxes_outside", manifest);
        m_clipped.warn("dataset.boxes_clipped", manifest);
        m_unknown.warn("dataset.objects_unknown_class", manifest);
        m_resized.warn("dataset.image_size_differs", manifest);
    }

private:
    std::optional<Object> checked(const RawObject& raw, const AnnotatedImage& image,
                                  const PictureSize& size) {
        const auto place = [&] { return placeOf(raw, image); };
        const int label = m_classes.indexOf[static_cast<std::size_t>(raw.category)];
        if (label < 0) {
            m_unknown.add(place, {{"name", m_set.classes[static_cast<std::size_t>(raw.category)].name}});
            return std::nullopt;
        }
        Box box = raw.box;
        if (m_set.fractions) {
            if (size.width <= 0) return std::nullopt;  // an unreadable image, which is told when it is read
            box = {box.x * size.width, box.y * size.height, box.width * size.width, box.height * size.height};
        }
        const bool sized = std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.width) &&
                           std::isfinite(box.height) && box.width > 0 && box.height > 0;
        if (!sized) {
            m_empty.add(place);
            return std::nullopt;
        }
        Object object{box, label, raw.area, raw.crowd};
        if (size.width > 0 && overEdge(box, size)) {
            const double right = std::min<double>(box.x + box.width, size.width);
            const double lower = std::min<double>(box.y + box.height, size.height);
            const double left = std::max(box.x, 0.0), upper = std::max(box.y, 0.0);
            if (right <= left || lower <= upper) {
                m_outside.add(place);
                return std::nullopt;
            }
            object.box = {left, upper, right - left, lower - upper};
            object.area = std::min(raw.area, object.box.area());
            m_clipped.add(place);
        }
        if (!(object.area > 0)) object.area = object.box.area();
        return object;
    }
    static bool overEdge(const Box& box, const PictureSize& size) {
        constexpr double kRounding = 1;  // px
        return box.x < -kRounding || box.y < -kRounding || box.x + box.width > size.width + kRounding ||
               box.y + box.height > size.height + kRounding;
    }
    /// "labels/00012.txt:3", or "annotations.json, id 17".
    std::string placeOf(const RawObject& raw, const AnnotatedImage& image) const {
        const std::string file = (image.file.empty() ? m_set.file : image.file).string();
        const bool lines = m_set.kind == SourceKind::YoloText || m_set.kind == SourceKind::CsvBoxes;
        return file + (lines ? ":" : ", id ") + std::to_string(raw.place);
    }

    AnnotationSet& m_set;
    const ObjectClasses& m_classes;
    Finding m_empty, m_outside, m_clipped, m_unknown, m_resized;
};

base::Status judgeMissing(const AnnotationSet& set, const std::vector<std::optional<PictureSize>>& sizes,
                          Manifest& manifest) {
    Finding missing;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        std::error_code code;
        if (!sizes[i] && !fs::exists(sampleFile(set.images[i].path), code))
            missing.add([&] { return set.images[i].path.string(); });
    }
    const auto count = static_cast<std::size_t>(missing.count);
    missing.more = {{"total", std::to_string(sizes.size())}};
    if (count * kOneInMissing <= sizes.size()) {
        missing.warn("dataset.some_images_missing", manifest);
        return {};
    }
    return base::badInput(set.file.string(), "dataset.images_missing",
                          {{"count", std::to_string(count)},
                           {"total", std::to_string(sizes.size())},
                           {"first", missing.first}});
}

}  // namespace

base::Result<Manifest> assemble(AnnotationSet set, const LabelOptions& options) {
    if (set.images.empty()) return base::badInput(set.file.string(), "dataset.annotations_no_images");
    for (const AnnotatedImage& image : set.images)
        for (const RawObject& object : image.objects)
            set.classes[static_cast<std::size_t>(object.category)].used = true;
    PWB_TRY(const auto classes, mapObjectClasses(set.classes, set.indices, set.root, options));

    Manifest manifest;
    manifest.kind = set.kind;
    manifest.root = set.root;
    manifest.hasObjects = true;
    manifest.warnings = std::move(set.warnings);
    std::vector<fs::path> paths;
    paths.reserve(set.images.size());
    for (const AnnotatedImage& image : set.images) paths.push_back(image.path);
    const auto sizes = pictureSizes(paths);
    PWB_CHECK(judgeMissing(set, sizes, manifest));

    Assembler assembler(set, classes);
    manifest.samples.reserve(set.images.size());
    for (std::size_t i = 0; i < set.images.size(); ++i) assembler.add(set.images[i], sizes[i], manifest);
    assembler.warn(manifest);
    manifest.classes = classes.names;
    manifest.warnings.insert(manifest.warnings.end(), classes.warnings.begin(), classes.warnings.end());
    return manifest;
}

}  // namespace pwb::dataset
