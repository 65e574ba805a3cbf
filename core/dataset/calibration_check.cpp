// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/calibration_check.h"

#include <algorithm>
#include <chrono>
#include <unordered_map>

#include "core/base/files.h"
#include "core/dataset/calibration/content_match.h"
#include "core/dataset/calibration/near_duplicate.h"
#include "core/dataset/calibration_set.h"
#include "core/dataset/loader.h"

namespace pwb::dataset {
namespace {

using Paths = std::vector<std::filesystem::path>;

Paths pathsOf(const Manifest& manifest) {
    Paths paths;
    for (const Sample& sample : manifest.samples) paths.push_back(sample.path);
    return paths;
}

/// As contentIds(), of the rows of a tensor set.
std::vector<std::string> rowIds(const Manifest& manifest, const std::stop_token& stop) {
    std::vector<std::string> ids(manifest.samples.size());
    Loader::Options options;
    options.batch = 1;
    Loader loader(manifest, {}, options, stop);
    while (const auto batch = loader.next()) {
        std::string bytes;
        for (const base::Tensor& input : batch->inputs)
            bytes.append(reinterpret_cast<const char*>(input.bytes.data()), input.bytes.size());
        ids[batch->indices.front()] = base::sha256(bytes);
    }
    return ids;
}

/// Contents of both sets; an empty text is like no other.
struct Contents {
    std::vector<std::string> own, others;
};

Contents contentsOf(const Manifest& calibration, const Manifest* validation, const std::stop_token& stop) {
    if (calibration.tensors)
        return {rowIds(calibration, stop),
                validation && validation->tensors ? rowIds(*validation, stop) : std::vector<std::string>()};
    Paths paths = pathsOf(calibration);
    const std::size_t own = paths.size();
    if (validation && !validation->tensors) {
        const Paths others = pathsOf(*validation);
        paths.insert(paths.end(), others.begin(), others.end());
    }
    std::vector<std::string> ids = contentIds(paths);
    Contents contents;
    contents.others.assign(ids.begin() + static_cast<std::ptrdiff_t>(own), ids.end());
    ids.resize(own);
    contents.own = std::move(ids);
    return contents;
}

void findEqual(const Manifest& calibration, const Manifest* validation, const Contents& contents,
               CalibrationCheck& check) {
    std::unordered_map<std::string, std::size_t> seen, others;
    for (std::size_t i = 0; i < contents.others.size(); ++i) others.emplace(contents.others[i], i);
    for (std::size_t i = 0; i < contents.own.size(); ++i) {
        const std::string& id = contents.own[i];
        if (id.empty()) continue;
        const auto& path = calibration.samples[i].path;
        if (const auto [at, fresh] = seen.emplace(id, i); !fresh)
            check.duplicates.push_back({path, calibration.samples[at->second].path, 0});
        if (const auto at = others.find(id); at != others.end())
            check.leaks.push_back({path, validation->samples[at->second].path, 0});
    }
}

void findNear(const Manifest& calibration, const Manifest* validation, const Contents& contents,
              const std::stop_token& stop, CalibrationCheck& check) {
    const auto own = pictureHashes(pathsOf(calibration), stop);
    for (const NearPair& pair : nearWithin(own))
        if (contents.own[pair.first] != contents.own[pair.second])
            check.nearDuplicates.push_back(
                {calibration.samples[pair.first].path, calibration.samples[pair.second].path, pair.distance});
    if (!validation || validation->tensors) return;
    const auto others = pictureHashes(pathsOf(*validation), stop);
    for (const NearPair& pair : nearBetween(own, others))
        if (contents.own[pair.first] != contents.others[pair.second])
            check.nearLeaks.push_back(
                {calibration.samples[pair.first].path, validation->samples[pair.second].path, pair.distance});
}

std::vector<std::int64_t> objectsPerClass(const Manifest& manifest) {
    std::vector<std::int64_t> counts(manifest.classes.size(), 0);
    for (const Sample& sample : manifest.samples)
        for (const Object& object : sample.objects)
            if (!object.crowd) ++counts[static_cast<std::size_t>(object.label)];
    return counts;
}

std::vector<ClassCoverage> coverageOf(const Manifest& calibration, const Manifest* validation) {
    std::vector<ClassCoverage> coverage;
    const std::vector<int> own = calibration.samplesPerClass();
    const std::vector<std::int64_t> ownObjects = objectsPerClass(calibration);
    std::unordered_map<std::string, std::pair<int, std::int64_t>> others;
    if (validation) {
        const std::vector<int> counts = validation->samplesPerClass();
        const std::vector<std::int64_t> objects = objectsPerClass(*validation);
        for (std::size_t i = 0; i < counts.size(); ++i)
            others[validation->classes[i]] = {counts[i], objects[i]};
    }
    for (std::size_t i = 0; i < calibration.classes.size(); ++i) {
        const auto at = others.find(calibration.classes[i]);
        const auto [samples, objects] = at == others.end() ? std::pair(0, std::int64_t{0}) : at->second;
        coverage.push_back({calibration.classes[i], own[i], samples, ownObjects[i], objects});
    }
    return coverage;
}

void warnAbout(const std::vector<SamplePair>& pairs, const char* code, CalibrationCheck& check) {
    if (pairs.empty()) return;
    check.warnings.push_back({code,
                              {{"count", std::to_string(pairs.size())},
                               {"total", std::to_string(check.samples)},
                               {"first", pairs.front().first.string()},
                               {"second", pairs.front().second.string()}}});
}

}  // namespace

base::Result<CalibrationCheck> checkCalibrationSet(const Manifest& calibration, const Manifest* validation,
                                                   const Preprocess* preprocess, const CheckOptions& options,
                                                   std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    CalibrationCheck check;
    check.samples = static_cast<int>(calibration.samples.size());
    check.coverage = coverageOf(calibration, validation);

    std::optional<Manifest> part;
    const Manifest* compared = validation;
    if (validation && options.validationSamples > 0 &&
        validation->samples.size() > static_cast<std::size_t>(options.validationSamples)) {
        part = *validation;
        part->samples.clear();
        for (const std::size_t index : drawBalanced(*validation, options.validationSamples, options.seed))
            part->samples.push_back(validation->samples[index]);
        compared = &*part;
    }
    if (compared) check.comparedValidation = static_cast<int>(compared->samples.size());
    const Contents contents = contentsOf(calibration, compared, stop);
    findEqual(calibration, compared, contents, check);
    if (options.nearDuplicates && !calibration.tensors)
        findNear(calibration, compared, contents, stop, check);
    // Rows have no file that drawCalibrationSet() could compare.
    if (calibration.tensors && !check.leaks.empty())
        check.warnings.push_back(
            {"dataset.calibration_leak",
             {{"count", std::to_string(check.leaks.size())}, {"total", std::to_string(check.samples)}}});
    warnAbout(check.duplicates, "dataset.calibration_duplicates", check);
    warnAbout(check.nearDuplicates, "dataset.calibration_near_duplicates", check);
    warnAbout(check.nearLeaks, "dataset.calibration_near_leak", check);

    if (preprocess) {
        check.values = valueRanges(calibration, *preprocess, options.valueSamples, options.seed, stop);
        if (validation)
            check.validationValues =
                valueRanges(*validation, *preprocess, options.valueSamples, options.seed, stop);
    }
    if (stop.stop_requested()) return base::cancelled();
    const auto say = [&check](std::vector<base::Message> messages) {
        std::move(messages.begin(), messages.end(), std::back_inserter(check.warnings));
    };
    if (check.values) say(judgeValues(*check.values, *preprocess, !calibration.tensors));
    if (check.values && check.validationValues) say(compareValues(*check.values, *check.validationValues));
    check.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return check;
}

}  // namespace pwb::dataset
