// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/calibration_draw.h"

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/dataset/write_manifest.h"
#include "core/run/inputs/calibration_feed.h"
#include "core/run/inputs_reader.h"

namespace pwb::run {

base::Result<RunInputs> drawCalibration(const RunPlan& plan, std::stop_token stop) {
    RunInputs drawn;
    InputsReader reader;
    const InputFacts& facts = reader.facts();
    reader.readModel(plan);
    if (facts.model) {
        PWB_TRY(drawn.model, *facts.model);
    }
    reader.understand(plan);
    drawn.model.task = facts.task;
    if (facts.decoder && *facts.decoder) drawn.decoder = **facts.decoder;
    reader.readCalibrationData(plan);
    PWB_TRY(const auto source, *facts.calibrationData);
    drawn.warnings = source.warnings;
    reader.readData(plan);
    if (facts.data) {
        PWB_TRY(drawn.data, *facts.data);
    }
    // The values' ranges need the preprocessing; drawing alone does without.
    if (!source.tensors && facts.model) {
        PWB_TRY(drawn.preprocess, *facts.preprocess);
    }
    reader.drawCalibration(plan);
    PWB_TRY(drawn.calibrationSet, *facts.calibration);
    drawn.calibration = reader.drawn();
    PWB_CHECK(reader.checkCalibration(plan, 0, stop));
    drawn.calibrationCheck = *facts.check;
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
    const auto feed = calibrationFeed(drawn, drawn.calibration, plan.calibrationBatch, stop);
    return quantize::calibrateTable(plan.model, options, feed.source, file, progress, stop);
}

}  // namespace pwb::run
