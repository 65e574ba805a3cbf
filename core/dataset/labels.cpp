// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/labels.h"

#include <algorithm>
#include <optional>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

base::Result<LabelSource> readLabels(const fs::path& path) {
    PWB_TRY(const auto text, base::readFile(path));
    LabelSource source{path.string(), parseLabels(text)};
    if (source.names.empty()) return base::badInput(path.string(), "dataset.labels_file");
    return source;
}

std::vector<LabelSource> nearbyLabels(const fs::path& dataFolder, const LabelOptions& options) {
    std::vector<LabelSource> found;
    std::error_code code;
    const fs::path model = options.modelPath.empty() ? fs::path() : fs::absolute(options.modelPath, code);
    for (const fs::path& folder : {dataFolder, dataFolder.parent_path(), model.parent_path()}) {
        if (folder.empty() || !fs::is_regular_file(folder / "labels.txt", code)) continue;
        if (auto labels = readLabels(folder / "labels.txt")) found.push_back(std::move(*labels));
    }
    if (auto names = parseModelNames(options.modelNames); !names.empty())
        found.push_back({options.modelPath.string(), std::move(names)});
    return found;
}

bool containsAll(const std::vector<std::string>& labels, const std::vector<std::string>& names) {
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        return std::find(labels.begin(), labels.end(), name) != labels.end();
    });
}

base::Result<ClassOrder> orderByLabels(const LabelSource& source, const std::vector<std::string>& names) {
    ClassOrder order;
    order.classes = source.names;
    for (const std::string& name : names) {
        const auto first = std::find(source.names.begin(), source.names.end(), name);
        if (std::find(first + 1, source.names.end(), name) != source.names.end())
            return base::badInput(source.file, "dataset.label_duplicate", {{"name", name}});
        order.indexOf[name] = static_cast<int>(first - source.names.begin());
    }
    return order;
}

/// The highest index when all names are numbers.
std::optional<std::size_t> highestIndex(const std::vector<std::string>& names) {
    std::size_t highest = 0;
    for (const std::string& name : names) {
        const auto index = parseIndex(name);
        if (!index || *index >= kMostClasses) return std::nullopt;
        highest = std::max(highest, *index);
    }
    return highest;
}

std::vector<std::string> numberNames(std::size_t count) {
    std::vector<std::string> names(count);
    for (std::size_t i = 0; i < count; ++i) names[i] = std::to_string(i);
    return names;
}

/// The classes that indices up to `highest` point into: the first source that is long enough, else as many
/// as the model has; none when `count` different numbers need not be indices.
std::vector<std::string> indexedClasses(std::size_t highest, std::size_t count,
                                        const std::vector<LabelSource>& sources, const LabelOptions& options,
                                        Numbers numbers) {
    for (const LabelSource& source : sources)
        if (source.names.size() > highest) return source.names;
    if (!options.labelsFile.empty()) return {};
    if (options.modelClasses > static_cast<std::int64_t>(highest))
        return numberNames(static_cast<std::size_t>(options.modelClasses));
    const bool areIndices = numbers == Numbers::Index || highest + 1 == count;
    return numberNames(areIndices ? highest + 1 : 0);
}

std::optional<ClassOrder> orderByNumber(const std::vector<std::string>& names,
                                        const std::vector<LabelSource>& sources, const LabelOptions& options,
                                        Numbers numbers) {
    const auto highest = highestIndex(names);
    if (!highest) return std::nullopt;
    ClassOrder order;
    order.classes = indexedClasses(*highest, names.size(), sources, options, numbers);
    if (order.classes.empty()) return std::nullopt;
    int position = 0;
    bool sortedAlike = true;
    for (const std::string& name : names) {
        order.indexOf[name] = static_cast<int>(*parseIndex(name));
        sortedAlike = sortedAlike && order.indexOf[name] == position++;
    }
    if (numbers == Numbers::IndexIfComplete && !sortedAlike && *highest + 1 == names.size())
        order.warnings.push_back({"dataset.numbered_folders", {}});
    return order;
}

base::Result<ClassOrder> chooseOrder(const std::vector<std::string>& names,
                                     const std::vector<LabelSource>& sources, const LabelOptions& options,
                                     Numbers numbers, const UnknownLabel& unknownLabel) {
    for (const LabelSource& source : sources)
        if (containsAll(source.names, names)) return orderByLabels(source, names);
    if (auto order = orderByNumber(names, sources, options, numbers)) return std::move(*order);
    if (!options.labelsFile.empty()) {
        const auto unknown = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
            return !containsAll(sources.front().names, {name});
        });
        if (unknownLabel) return tl::make_unexpected(unknownLabel(*unknown));
        return base::badInput(options.labelsFile.string(), "dataset.label_unknown", {{"name", *unknown}});
    }
    ClassOrder order;
    order.classes = names;
    for (std::size_t i = 0; i < names.size(); ++i) order.indexOf[names[i]] = static_cast<int>(i);
    return order;
}

}  // namespace

base::Result<std::vector<LabelSource>> labelSources(const fs::path& dataFolder, const LabelOptions& options) {
    if (options.labelsFile.empty()) return nearbyLabels(dataFolder, options);
    PWB_TRY(auto given, readLabels(options.labelsFile));
    return std::vector<LabelSource>{std::move(given)};
}

base::Result<ClassOrder> againstModel(base::Result<ClassOrder> order, const fs::path& dataFolder,
                                      const LabelOptions& options) {
    if (!order || options.modelClasses <= 0) return order;
    const auto classes = static_cast<std::int64_t>(order->classes.size());
    const base::Args counts = {{"classes", std::to_string(classes)},
                               {"outputs", std::to_string(options.modelClasses)}};
    if (classes > options.modelClasses)
        return base::badInput(dataFolder.string(), "dataset.classes_mismatch", counts);
    if (classes < options.modelClasses)
        order->warnings.push_back({"dataset.fewer_classes_than_outputs", counts});
    return order;
}

base::Result<ClassOrder> orderClasses(const std::vector<std::string>& names, const fs::path& dataFolder,
                                      const LabelOptions& options, Numbers numbers,
                                      const UnknownLabel& unknown) {
    PWB_TRY(const auto sources, labelSources(dataFolder, options));
    return againstModel(chooseOrder(names, sources, options, numbers, unknown), dataFolder, options);
}

base::Result<ClassOrder> orderIndices(std::size_t highest, const fs::path& dataFolder,
                                      const LabelOptions& options) {
    PWB_TRY(const auto sources, labelSources(dataFolder, options));
    const auto beyond = [&](std::size_t classes) {
        return base::badInput(dataFolder.string(), "dataset.label_index",
                              {{"label", std::to_string(highest)}, {"classes", std::to_string(classes)}});
    };
    if (options.modelClasses > 0 && static_cast<std::int64_t>(highest) >= options.modelClasses)
        return beyond(static_cast<std::size_t>(options.modelClasses));
    ClassOrder order;
    order.classes = indexedClasses(highest, highest + 1, sources, options, Numbers::Index);
    if (order.classes.empty()) return beyond(sources.front().names.size());
    return againstModel(std::move(order), dataFolder, options);
}

}  // namespace pwb::dataset
