// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/annotations/video_manifest.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/number.h"
#include "core/base/try.h"
#include "core/dataset/annotations/coco_manifest.h"
#include "core/dataset/annotations/image_files.h"
#include "core/dataset/text.h"
#include "core/dataset/video/video.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

struct Clip {
    fs::path file;
    std::shared_ptr<const VideoFacts> facts;
    fs::path labels;  ///< empty where there are none
};

fs::path labelsOf(const fs::path& video) {
    std::error_code code;
    fs::path own = video;
    own.replace_extension(".json");
    for (const fs::path& file : {own, video.parent_path() / "annotations.json"})
        if (fs::is_regular_file(file, code)) return file;
    return {};
}

std::vector<std::int64_t> sampled(const VideoFacts& facts, double rate) {
    constexpr double kRounding = 1e-6;  // of a frame's time, in ms
    std::vector<std::int64_t> frames;
    double due = 0;
    for (std::int64_t frame = 0; frame < facts.frames; ++frame) {
        const double time = facts.timeOf(frame);
        if (time + kRounding < due) continue;
        frames.push_back(frame);
        // From the grid and not from the frame, or else the rate would fall behind.
        due = (std::floor((time + kRounding) * rate / 1000) + 1) * 1000 / rate;
    }
    return frames;
}

/// The frame that an image's name means: "clip.mp4#120", or digits at its end where the rest is the clip's
/// name or there is only one clip.
std::optional<std::int64_t> frameNamed(const std::string& name, const fs::path& video, bool only) {
    const fs::path path = name;
    if (const auto frame = videoFrameOf(path)) {
        if (frame->file.filename() != video.filename()) return std::nullopt;
        return frame->number;
    }
    const std::string stem = path.stem().string();
    std::size_t digits = stem.size();
    while (digits > 0 && stem[digits - 1] >= '0' && stem[digits - 1] <= '9') --digits;
    const auto number = parseIndex(std::string_view(stem).substr(digits));
    std::string clip = stem.substr(0, digits);
    while (clip.ends_with('_') || clip.ends_with('-') || clip.ends_with('.')) clip.pop_back();
    const std::string own = video.stem().string();
    const bool named =
        clip == own || clip == video.filename().string() || path.parent_path().filename().string() == own;
    if (!number || !(named || only)) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

/// Adds the classes and images of `more`, whose classes are the same ones where they have the same name.
void merge(AnnotationSet& all, AnnotationSet more) {
    std::vector<int> place;
    for (const DataClass& one : more.classes) {
        const auto known = std::find_if(all.classes.begin(), all.classes.end(),
                                        [&](const DataClass& other) { return other.name == one.name; });
        place.push_back(static_cast<int>(known - all.classes.begin()));
        if (known == all.classes.end()) all.classes.push_back(one);
    }
    for (AnnotatedImage& image : more.images) {
        image.file = more.file;
        for (RawObject& object : image.objects)
            object.category = place[static_cast<std::size_t>(object.category)];
        all.images.push_back(std::move(image));
    }
    all.warnings.insert(all.warnings.end(), more.warnings.begin(), more.warnings.end());
}

/// Annotated frames in their order, no more than `rate` per second where it is above 0.
void thinOut(AnnotationSet& set, const std::vector<Clip>& clips, double rate) {
    std::map<fs::path, std::shared_ptr<const VideoFacts>> facts;
    for (const Clip& clip : clips) facts[clip.file] = clip.facts;
    std::stable_sort(set.images.begin(), set.images.end(),
                     [](const AnnotatedImage& a, const AnnotatedImage& b) {
                         const auto left = videoFrameOf(a.path), right = videoFrameOf(b.path);
                         return std::pair(left->file, left->number) < std::pair(right->file, right->number);
                     });
    if (rate <= 0) return;
    std::vector<AnnotatedImage> kept;
    fs::path file;
    double due = 0;
    for (AnnotatedImage& image : set.images) {
        const auto frame = videoFrameOf(image.path);
        const double time = facts[frame->file]->timeOf(frame->number);
        if (frame->file == file && time + 1e-6 < due) continue;
        file = frame->file;
        due = time + 1000 / rate;
        kept.push_back(std::move(image));
    }
    set.images = std::move(kept);
}

/// Annotations of all clips that have some; the others' frames are left out, since what they show is unknown.
base::Result<Manifest> readAnnotated(const std::vector<Clip>& clips, const LabelOptions& options) {
    AnnotationSet all;
    std::set<fs::path> files;
    for (const Clip& clip : clips)
        if (!clip.labels.empty()) files.insert(clip.labels);
    for (const fs::path& labels : files) {
        PWB_TRY(const auto file, readCocoFile(labels));
        const auto count = std::count_if(clips.begin(), clips.end(),
                                         [&](const Clip& clip) { return clip.labels == labels; });
        auto set = cocoAnnotations(file, [&](const std::string& name) {
            for (const Clip& clip : clips)
                if (clip.labels == labels)
                    if (const auto frame = frameNamed(name, clip.file, count == 1))
                        return videoFramePath(clip.file, *frame);
            return fs::path();
        });
        if (!set) return tl::make_unexpected(set.error());
        if (set->images.empty()) return base::badInput(labels.string(), "dataset.video_labels");
        merge(all, std::move(*set));
    }
    all.kind = SourceKind::Video;
    all.file = *files.begin();
    all.root = clips.front().file.parent_path();
    thinOut(all, clips, options.videoRate);
    return assemble(std::move(all), options);
}

base::Result<Manifest> readUnlabelled(const std::vector<Clip>& clips, const LabelOptions& options) {
    Manifest manifest;
    manifest.kind = SourceKind::Video;
    manifest.root = clips.front().file.parent_path();
    PWB_TRY(auto order, unlabelledClasses(manifest.root, options));
    manifest.classes = std::move(order.classes);
    const double rate = options.videoRate > 0 ? options.videoRate : 1;
    for (const Clip& clip : clips)
        for (const std::int64_t frame : sampled(*clip.facts, rate))
            manifest.samples.push_back({videoFramePath(clip.file, frame), -1, frame});
    return manifest;
}

}  // namespace

std::vector<fs::path> videosIn(const fs::path& folder) {
    FolderContent content = contentOf(folder);
    if (content.holds(isImageName)) return {};
    std::erase_if(content.files, [](const fs::path& file) { return !isVideoName(file); });
    if (content.files.empty()) return {};
    const bool imagesBelow =
        std::any_of(content.folders.begin(), content.folders.end(),
                    [](const fs::path& below) { return contentOf(below).holds(isImageName); });
    return imagesBelow ? std::vector<fs::path>() : content.files;
}

base::Result<Manifest> readVideos(const std::vector<fs::path>& files, const LabelOptions& options) {
    if (!(options.videoRate >= 0) || !std::isfinite(options.videoRate))
        return base::fail(base::ErrorKind::Usage, files.front().string(), "dataset.video_rate",
                          {{"rate", base::shortest(options.videoRate)}});
    std::vector<Clip> clips;
    std::vector<base::Message> warnings;
    std::vector<fs::path> skipped;
    for (const fs::path& file : files) {
        auto facts = videoFacts(file);
        if (!facts && files.size() == 1) return tl::make_unexpected(facts.error());
        if (!facts) {
            skipped.push_back(file);
            continue;
        }
        const VideoFacts& found = **facts;
        // Containers round what they say; a hundredth is more than that.
        if (found.stated - found.frames > std::max<std::int64_t>(2, found.stated / 100))
            warnings.push_back({"dataset.video_short",
                                {{"file", file.string()},
                                 {"found", std::to_string(found.frames)},
                                 {"stated", std::to_string(found.stated)}}});
        clips.push_back({file, std::move(*facts), labelsOf(file)});
    }
    if (clips.empty()) return base::badInput(files.front().string(), "dataset.video_unreadable");
    if (!skipped.empty())
        warnings.push_back(
            {"dataset.videos_skipped",
             {{"count", std::to_string(skipped.size())}, {"first", skipped.front().string()}}});
    const bool labelled =
        std::any_of(clips.begin(), clips.end(), [](const Clip& clip) { return !clip.labels.empty(); });
    auto manifest = labelled ? readAnnotated(clips, options) : readUnlabelled(clips, options);
    if (manifest) manifest->warnings.insert(manifest->warnings.begin(), warnings.begin(), warnings.end());
    return manifest;
}

}  // namespace pwb::dataset
