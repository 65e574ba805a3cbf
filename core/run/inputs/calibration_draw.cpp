// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/inputs/calibration_draw.h"

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/dataset/write_manifest.h"
#include "core/run/inputs/reading.h"

namespace pwb::run {

base::Result<RunInputs> drawCalibration(const RunPlan& plan, std::stop_token stop) {
    RunInputs drawn;
    if (!plan.model.empty()) {
        PWB_TRY(auto info, model::inspect(plan.model));
        drawn.model = std::move(info);
        drawn.model.task = taskOf(plan, drawn.model);
    }
    // The values' ranges need the preprocessing; drawing alone does without.
    auto preprocess = preprocessOf(plan, drawn.model);
    if (preprocess)
        if (auto decoder = decoderOf(plan, drawn.model, *preprocess)) drawn.decoder = std::move(*decoder);
    const dataset::LabelOptions labels = labelOptions(plan, drawn.model, drawn.decoder);
    PWB_TRY(auto source, dataset::readManifest(plan.calibration, labels));
    drawn.warnings = source.warnings;
    if (!plan.data.empty()) {
        PWB_TRY(auto validation, dataset::readManifest(plan.data, labels));
        drawn.data = std::move(validation);
    }
    const bool valuesKnown = source.tensors || !plan.model.empty();
    if (!source.tensors && valuesKnown) {
        if (!preprocess) return tl::make_unexpected(preprocess.error());
        drawn.preprocess = *preprocess;
    }

    const bool fromValidation = plan.calibration == plan.data;
    const dataset::Manifest* validation = plan.data.empty() || fromValidation ? nullptr : &drawn.data;
    PWB_TRY(auto set, dataset::drawCalibrationSet(source, plan.calibrationSamples, plan.seed, validation,
                                                  fromValidation));
    drawn.calibration = source;
    drawn.calibration.samples.clear();
    for (const std::size_t index : set.indices) drawn.calibration.samples.push_back(source.samples[index]);
    drawn.calibrationSet = std::move(set);

    dataset::CheckOptions options;
    options.seed = plan.seed;
    PWB_TRY(auto check,
            dataset::checkCalibrationSet(drawn.calibration, validation,
                                         valuesKnown ? &drawn.preprocess : nullptr, options, stop));
    drawn.calibrationCheck = std::move(check);
    for (const auto* warnings : {&drawn.calibrationSet.warnings, &drawn.calibrationCheck->warnings})
        drawn.warnings.insert(drawn.warnings.end(), warnings->begin(), warnings->end());
    return drawn;
}

base::Status writeCalibrationManifest(const RunInputs& drawn, const std::filesystem::path& file) {
    return dataset::writeCsvManifest(drawn.calibration, file);
}

base::Result<quantize::TableFacts> writeCalibrationTable(const RunPlan& plan, const RunInputs& drawn,
                                                         const std::filesystem::path& file,
                                                         const base::ProgressSink& progress,
                                                         std::stop_token stop) {
    quantize::Int8Options options;
    options.calibrator = plan.calibrator;
    if (const auto cache = base::cacheFolder(); plan.calibrationCache && !cache.empty()) {
        options.cacheFolder = cache / "calibration";
        options.dataKey = calibrationDataKey(drawn, stop);
    }
    const auto skipped = std::make_shared<std::vector<dataset::SkippedSample>>();
    const auto source = calibrationSource(drawn, plan.calibrationBatch, stop, skipped);
    return quantize::calibrateTable(plan.model, options, source, file, progress, stop);
}

}  // namespace pwb::run
