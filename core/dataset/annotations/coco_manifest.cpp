// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/annotations/coco_manifest.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include "core/base/try.h"
#include "core/dataset/annotations/image_files.h"
#include "core/dataset/text.h"
#include "core/dataset/video/video.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

using Places = std::unordered_map<std::int64_t, std::size_t>;  // of an id in its list

/// The classes by id, and where each category stands among them. A name twice is one class where only one of
/// the two is used: some tools write an empty group of the same name.
struct Categories {
    std::vector<DataClass> classes;
    Places indexOf;
};

base::Result<Categories> readCategories(const CocoFile& file) {
    Categories read;
    for (const CocoCategory& category : file.categories) read.classes.push_back({category.id, category.name});
    std::stable_sort(read.classes.begin(), read.classes.end(),
                     [](const DataClass& a, const DataClass& b) { return a.id < b.id; });
    for (std::size_t i = 0; i < read.classes.size(); ++i) {
        if (const auto [at, fresh] = read.indexOf.emplace(read.classes[i].id, i); !fresh)
            return base::badInput(file.path.string(), "dataset.coco_category_twice",
                                  {{"id", std::to_string(read.classes[i].id)},
                                   {"first", read.classes[at->second].name},
                                   {"second", read.classes[i].name}});
    }
    return read;
}

base::Result<Categories> withUsedNames(Categories read, const CocoFile& file) {
    for (const CocoAnnotation& annotation : file.annotations)
        if (const auto at = read.indexOf.find(annotation.category); at != read.indexOf.end())
            read.classes[at->second].used = true;
    std::unordered_map<std::string, std::size_t> byName;
    std::vector<DataClass> kept;
    for (const DataClass& one : read.classes) {
        const auto [at, fresh] = byName.emplace(one.name, kept.size());
        if (fresh) {
            kept.push_back(one);
        } else if (kept[at->second].used && one.used) {
            return base::badInput(file.path.string(), "dataset.coco_name_twice", {{"name", one.name}});
        } else if (one.used) {
            kept[at->second] = one;
        }
    }
    read.classes = std::move(kept);
    read.indexOf.clear();
    std::sort(read.classes.begin(), read.classes.end(),
              [](const DataClass& a, const DataClass& b) { return a.id < b.id; });
    for (std::size_t i = 0; i < read.classes.size(); ++i) read.indexOf.emplace(read.classes[i].id, i);
    return read;
}

base::Status checkCategoryIds(const CocoFile& file, const Categories& categories) {
    std::int64_t count = 0;
    const CocoAnnotation* first = nullptr;
    for (const CocoAnnotation& annotation : file.annotations) {
        if (categories.indexOf.contains(annotation.category)) continue;
        if (count++ == 0) first = &annotation;
    }
    if (count == 0) return {};
    return base::badInput(file.path.string(), "dataset.coco_category_unknown",
                          {{"count", std::to_string(count)},
                           {"id", std::to_string(first->category)},
                           {"annotation", std::to_string(first->id)}});
}

void warnOfRepeatedIds(const CocoFile& file, std::vector<base::Message>& warnings) {
    std::vector<std::int64_t> ids;
    ids.reserve(file.annotations.size());
    for (const CocoAnnotation& annotation : file.annotations) ids.push_back(annotation.id);
    std::sort(ids.begin(), ids.end());
    std::int64_t count = 0, first = 0;
    for (std::size_t i = 1; i < ids.size(); ++i)
        if (ids[i] == ids[i - 1] && count++ == 0) first = ids[i];
    if (count > 0)
        warnings.push_back({"dataset.coco_annotation_twice",
                            {{"count", std::to_string(count)}, {"first", std::to_string(first)}}});
}

/// "val2017" of "instances_val2017.json".
std::string splitOf(const fs::path& file) {
    const std::string stem = file.stem().string();
    const std::size_t at = stem.find('_');
    return at == std::string::npos ? stem : stem.substr(at + 1);
}

/// Folders that images may be named from, the likeliest first.
std::vector<fs::path> imageRoots(const fs::path& file) {
    const fs::path here = file.parent_path(), above = here.parent_path();
    const std::string split = splitOf(file);
    std::vector<fs::path> roots = {here, here / "images"};
    for (const fs::path& base : {here, above})
        for (const fs::path& folder : {base / split, base / "images" / split, base / "images"})
            roots.push_back(folder);
    roots.push_back(above);
    for (const fs::path& base : {here, above})
        for (const fs::path& folder : contentOf(base).folders) roots.push_back(folder);
    return roots;
}

/// Finds images, trying first the folder that had the last one.
class ImageFinder {
public:
    explicit ImageFinder(const fs::path& file) : m_roots(imageRoots(file)) {}

    fs::path operator()(const std::string& name) {
        if (fs::path(name).is_absolute() && exists(name)) return fs::path(name).lexically_normal();
        for (std::size_t i = 0; i < m_roots.size() && m_misses < kMostSearches; ++i) {
            const fs::path path = m_roots[i] / name;
            if (!exists(path)) continue;
            std::rotate(m_roots.begin(), m_roots.begin() + static_cast<std::ptrdiff_t>(i),
                        m_roots.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            return path.lexically_normal();
        }
        ++m_misses;
        const fs::path path = m_roots.front() / name;
        return path.lexically_normal();
    }

private:
    static constexpr int kMostSearches = 1000;  // of a file with none of its images
    static bool exists(const fs::path& path) {
        std::error_code code;
        return fs::exists(sampleFile(path), code);
    }
    std::vector<fs::path> m_roots;
    int m_misses = 0;
};

}  // namespace

base::Result<std::optional<fs::path>> findCocoFile(const fs::path& folder) {
    using Found = std::optional<fs::path>;
    std::error_code code;
    for (const fs::path& place : {folder, folder / "annotations"}) {
        for (const char* name : {"annotations.json", "_annotations.coco.json"})
            if (fs::is_regular_file(place / name, code)) return Found(place / name);
        std::vector<fs::path> instances, others;
        for (const fs::path& file : contentOf(place).files) {
            if (lowered(file.extension().string()) != ".json") continue;
            if (file.filename().string().starts_with("instances_"))
                instances.push_back(file);
            else if (looksLikeCoco(file))
                others.push_back(file);
        }
        std::vector<fs::path>& candidates = instances.empty() ? others : instances;
        if (candidates.size() > 1) {
            const auto val = std::find_if(candidates.begin(), candidates.end(), [](const fs::path& file) {
                return file.stem().string().find("val") != std::string::npos;
            });
            if (val != candidates.end()) return Found(*val);
            return base::badInput(place.string(), "dataset.coco_several",
                                  {{"first", candidates[0].filename().string()},
                                   {"second", candidates[1].filename().string()}});
        }
        if (!candidates.empty()) return Found(candidates.front());
    }
    return Found();
}

base::Result<AnnotationSet> cocoAnnotations(const CocoFile& file,
                                            const std::function<fs::path(const std::string&)>& pathOf) {
    auto categories = readCategories(file);
    if (!categories) return tl::make_unexpected(categories.error());
    PWB_CHECK(checkCategoryIds(file, *categories));
    categories = withUsedNames(std::move(*categories), file);
    if (!categories) return tl::make_unexpected(categories.error());

    AnnotationSet set;
    set.file = file.path;
    set.root = file.path.parent_path();
    set.classes = std::move(categories->classes);
    constexpr std::size_t kLeftOut = SIZE_MAX;
    Places imageAt, listedAt;
    for (std::size_t i = 0; i < file.images.size(); ++i) {
        const CocoImage& image = file.images[i];
        if (const auto [at, fresh] = listedAt.emplace(image.id, i); !fresh)
            return base::badInput(file.path.string(), "dataset.coco_image_twice",
                                  {{"id", std::to_string(image.id)},
                                   {"first", file.images[at->second].fileName},
                                   {"second", image.fileName}});
        fs::path path = pathOf(image.fileName);
        imageAt.emplace(image.id, path.empty() ? kLeftOut : set.images.size());
        if (!path.empty()) set.images.push_back({std::move(path), image.width, image.height, {}});
    }
    std::int64_t unknown = 0, first = 0;
    for (const CocoAnnotation& annotation : file.annotations) {
        const auto at = imageAt.find(annotation.image);
        if (at == imageAt.end()) {
            if (unknown++ == 0) first = annotation.id;
        } else if (at->second != kLeftOut) {
            set.images[at->second].objects.push_back(
                {annotation.box, static_cast<int>(categories->indexOf[annotation.category]), annotation.area,
                 annotation.crowd, annotation.id});
        }
    }
    if (unknown > 0)
        set.warnings.push_back({"dataset.coco_image_unknown",
                                {{"count", std::to_string(unknown)}, {"first", std::to_string(first)}}});
    warnOfRepeatedIds(file, set.warnings);
    return set;
}

base::Result<Manifest> readCocoManifest(const fs::path& path, const LabelOptions& options) {
    PWB_TRY(auto file, readCocoFile(path));
    PWB_TRY(auto set, cocoAnnotations(file, ImageFinder(path)));
    file = {};
    return assemble(std::move(set), options);
}

}  // namespace pwb::dataset
