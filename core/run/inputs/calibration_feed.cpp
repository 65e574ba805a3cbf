// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/inputs/calibration_feed.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/base/in_parallel.h"
#include "core/dataset/full_picture.h"
#include "core/dataset/tensor_set.h"
#include "core/run/inputs/model_tensors.h"
#include "core/run/plan/serialize.h"

namespace pwb::run {
namespace fs = std::filesystem;
namespace {

/// The files that hold a tensor set: itself, or the arrays in the folder, sorted.
std::vector<fs::path> filesOf(const dataset::TensorSet& set) {
    std::error_code code;
    if (!fs::is_directory(set.path, code)) return {set.path};
    std::vector<fs::path> files;
    for (fs::directory_iterator it(set.path, code), end; !code && it != end; it.increment(code))
        if (it->is_regular_file(code)) files.push_back(it->path());
    std::sort(files.begin(), files.end());
    return files;
}

/// Hashes one by one; what cannot be read stands there as such.
std::string contentsOf(const std::vector<fs::path>& files, const std::stop_token& stop) {
    std::vector<std::string> hashes(files.size(), "unreadable");
    base::inParallel(files.size(), stop, [&](std::size_t i) {
        if (auto hash = base::sha256OfFile(files[i])) hashes[i] = std::move(*hash);
    });
    std::string text;
    for (const std::string& hash : hashes) text += hash + "\n";
    return text;
}

/// All watched tensors of a batch are held at once, and larger batches are no faster: pictures go one or two
/// at a time.
int calibrationBatch(const dataset::Manifest& samples, const dataset::Preprocess& preprocess) {
    constexpr std::int64_t kValues = 2 * 64 * 64 * 3;
    const std::int64_t values = samples.tensors ? samples.tensors->elementsPerSample()
                                                : std::int64_t{3} * preprocess.width * preprocess.height;
    return static_cast<int>(std::clamp<std::int64_t>(kValues / std::max<std::int64_t>(1, values), 1, 8));
}

}  // namespace

std::string calibrationDataKey(const RunInputs& inputs, std::stop_token stop) {
    std::string text;
    if (const auto& set = inputs.calibration.tensors) {
        text = contentsOf(filesOf(*set), stop);
        for (const auto& input : set->inputs)
            text +=
                input.array + " " + input.modelName + " " + std::string(base::elementName(input.type)) + "\n";
        for (const dataset::Sample& sample : inputs.calibration.samples)
            text += std::to_string(sample.row) + "\n";
    } else {
        std::vector<fs::path> files;
        for (const dataset::Sample& sample : inputs.calibration.samples) {
            const fs::path file = dataset::sampleFile(sample.path);
            if (sample.row >= 0) text += std::to_string(sample.row) + "\n";
            // The frames of a video are one after the other.
            if (sample.row < 0 || files.empty() || files.back() != file) files.push_back(file);
        }
        text += contentsOf(files, stop);
        nlohmann::json preprocess = inputs.preprocess;
        // Where it is from changes no value.
        for (const char* told : {"origin", "followed", "notFollowed", "graphScales"}) preprocess.erase(told);
        text += preprocess.dump();
    }
    return stop.stop_requested() ? std::string() : base::sha256(text);
}

CalibrationFeed calibrationFeed(const RunInputs& inputs, const dataset::Manifest& samples, int asked,
                                std::stop_token stop) {
    struct Data {
        dataset::Manifest samples;
        dataset::Preprocess preprocess;
        model::ModelInfo model;
    };
    const auto data = std::make_shared<const Data>(samples, inputs.preprocess, inputs.model);
    const auto skipped = std::make_shared<std::vector<dataset::SkippedSample>>();
    quantize::CalibrationSource source;
    source.samples = samples.samples.size();
    const std::int64_t fixed = fixedBatch(inputs.model);
    source.batch = fixed > 0   ? static_cast<int>(fixed)
                   : asked > 0 ? asked
                               : calibrationBatch(samples, inputs.preprocess);
    source.open = [data, stop, skipped, batch = source.batch]() -> quantize::CalibrationSource::Next {
        dataset::Loader::Options options;
        options.batch = batch;
        auto loader = std::make_shared<dataset::Loader>(data->samples, data->preprocess, options, stop);
        return [loader, data, stop, skipped]() -> base::Result<std::optional<quantize::CalibrationBatch>> {
            auto loaded = loader->next();
            if (stop.stop_requested()) return base::cancelled();
            if (!loaded) {
                *skipped = loader->skipped();
                return std::nullopt;
            }
            quantize::CalibrationBatch taken;
            taken.samples = static_cast<int>(loaded->indices.size());
            taken.inputs = modelInputs(std::move(loaded->inputs), data->model);
            return taken;
        };
    };
    return {std::move(source), skipped};
}

}  // namespace pwb::run
