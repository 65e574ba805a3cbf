// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/annotations/object_classes.h"

#include <algorithm>

#include "core/base/try.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

/// Where `name` stands in `names`: as it is, else whatever the case; −1.
int findName(const std::vector<std::string>& names, const std::string& name) {
    if (trimmed(name).empty()) return -1;
    const auto same = std::find(names.begin(), names.end(), name);
    if (same != names.end()) return static_cast<int>(same - names.begin());
    const std::string plain = lowered(trimmed(name));
    const auto alike = std::find_if(names.begin(), names.end(), [&](const std::string& other) {
        return lowered(trimmed(other)) == plain;
    });
    return alike == names.end() ? -1 : static_cast<int>(alike - names.begin());
}

struct ByName {
    const LabelSource* source = nullptr;
    std::vector<int> indexOf;
    int found = 0;        ///< used classes that have a place
    int missing = 0;      ///< used classes that have none
    bool inOrder = true;  ///< those found stand where they do in the data
};

ByName lookUp(const std::vector<DataClass>& data, const LabelSource& source) {
    ByName result;
    result.source = &source;
    const bool anyUsed = std::any_of(data.begin(), data.end(), [](const DataClass& one) { return one.used; });
    for (std::size_t i = 0; i < data.size(); ++i) {
        const int index = findName(source.names, data[i].name);
        result.indexOf.push_back(index);
        if (index >= 0 && index != static_cast<int>(i)) result.inOrder = false;
        if (data[i].used || !anyUsed) ++(index >= 0 ? result.found : result.missing);
    }
    return result;
}

/// The first source that knows all names, else the one that knows most.
ByName bestSource(const std::vector<DataClass>& data, const std::vector<LabelSource>& sources) {
    ByName best;
    for (const LabelSource& source : sources) {
        ByName result = lookUp(data, source);
        if (result.found > best.found) best = std::move(result);
    }
    return best;
}

std::vector<std::string> namesOf(const std::vector<DataClass>& data) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < data.size(); ++i)
        names.push_back(data[i].name.empty() ? std::to_string(i) : data[i].name);
    return names;
}

bool reachesIds(const std::vector<DataClass>& data, const LabelOptions& options) {
    const auto count = static_cast<std::int64_t>(data.size());
    return !data.empty() && data.front().id >= 0 && data.back().id >= count &&
           options.modelClasses > data.back().id && options.modelClasses > count;
}

ObjectClasses classesById(const std::vector<DataClass>& data) {
    ObjectClasses classes;
    for (std::int64_t id = 0; id <= data.back().id; ++id) classes.names.push_back(std::to_string(id));
    for (const DataClass& one : data) {
        classes.indexOf.push_back(static_cast<int>(one.id));
        if (!one.name.empty()) classes.names[static_cast<std::size_t>(one.id)] = one.name;
    }
    classes.warnings.push_back(
        {"dataset.classes_by_id", {{"first", data.front().name}, {"id", std::to_string(data.front().id)}}});
    return classes;
}

ObjectClasses classesByOrder(const std::vector<DataClass>& data, const std::vector<LabelSource>& sources) {
    ObjectClasses classes;
    classes.names = namesOf(data);
    for (std::size_t i = 0; i < data.size(); ++i) classes.indexOf.push_back(static_cast<int>(i));
    if (!sources.empty() && !sources.front().names.empty())
        classes.warnings.push_back({"dataset.classes_by_order",
                                    {{"data", data.front().name}, {"names", sources.front().names.front()}}});
    return classes;
}

base::Result<ObjectClasses> classesByIndex(const std::vector<DataClass>& data, const fs::path& folder,
                                           const LabelOptions& options) {
    PWB_TRY(auto order, orderIndices(static_cast<std::size_t>(data.back().id), folder, options));
    ObjectClasses classes{std::move(order.classes), {}, std::move(order.warnings)};
    for (const DataClass& one : data) classes.indexOf.push_back(static_cast<int>(one.id));
    return classes;
}

base::Result<ObjectClasses> choose(const std::vector<DataClass>& data,
                                   const std::vector<LabelSource>& sources, const LabelOptions& options) {
    if (!options.labelsFile.empty()) {
        const ByName given = lookUp(data, sources.front());
        for (std::size_t i = 0; i < data.size(); ++i)
            if (data[i].used && given.indexOf[i] < 0)
                return base::badInput(options.labelsFile.string(), "dataset.label_unknown",
                                      {{"name", data[i].name}});
    }
    ByName known = bestSource(data, sources);
    // Other words for the same classes.
    const bool otherNames = known.missing > 0 && known.inOrder && known.source->names.size() == data.size();
    if (known.found > 0 && !otherNames)
        return ObjectClasses{known.source->names, std::move(known.indexOf), {}};
    return reachesIds(data, options) ? classesById(data) : classesByOrder(data, sources);
}

}  // namespace

base::Result<ObjectClasses> mapObjectClasses(const std::vector<DataClass>& data, bool indices,
                                             const fs::path& folder, const LabelOptions& options) {
    if (data.empty()) {
        PWB_TRY(auto order, unlabelledClasses(folder, options));
        return ObjectClasses{std::move(order.classes), {}, std::move(order.warnings)};
    }
    PWB_TRY(const auto sources, labelSources(folder, options));
    if (indices) {  // unless they are names that a source knows
        const ByName known = bestSource(data, sources);
        if (known.found == 0 || known.missing > 0) return classesByIndex(data, folder, options);
    }
    auto chosen = choose(data, sources, options);
    if (!chosen) return chosen;
    auto checked =
        againstModel(ClassOrder{std::move(chosen->names), {}, std::move(chosen->warnings)}, folder, options);
    if (!checked) return tl::make_unexpected(checked.error());
    return ObjectClasses{std::move(checked->classes), std::move(chosen->indexOf),
                         std::move(checked->warnings)};
}

base::Result<ClassOrder> unlabelledClasses(const fs::path& folder, const LabelOptions& options) {
    PWB_TRY(const auto sources, labelSources(folder, options));
    ClassOrder order;
    if (!sources.empty()) order.classes = sources.front().names;
    return order;
}

}  // namespace pwb::dataset
