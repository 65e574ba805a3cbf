// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/inputs/identity.h"

#include "core/base/files.h"
#include "core/run/plan/serialize.h"

namespace pwb::run {
namespace {

/// What came later is left out where it is as it always was, so that an older run stays the same run.
nlohmann::json preprocessIdentity(const dataset::Preprocess& preprocess) {
    nlohmann::json identity = preprocess, usual = dataset::Preprocess();
    for (const char* later : {"resizeTo", "cropFloors", "pad", "padsAfter", "decoding", "resizer", "filter",
                              "arithmetic", "bytes"})
        if (identity.at(later) == usual.at(later)) identity.erase(later);
    for (const char* told : {"followed", "notFollowed", "graphScales"}) identity.erase(told);
    return identity;
}

}  // namespace

std::string identityOf(const RunPlan& plan, const RunInputs& inputs) {
    std::string samples;
    for (const dataset::Sample& sample : inputs.data.samples)
        samples += sample.path.string() + "\t" + std::to_string(sample.label) + "\n";
    for (const dataset::Sample& sample : inputs.calibration.samples) samples += sample.path.string() + "\n";
    nlohmann::json identity = {{"model", inputs.model.sha256},
                               {"samples", base::sha256(samples)},
                               {"preprocess", preprocessIdentity(inputs.preprocess)},
                               {"batch", plan.batch},
                               {"calibrator", quantize::calibratorId(plan.calibrator)},
                               {"provider", plan.provider},
                               {"threads", plan.threads},
                               {"seed", plan.seed},
                               {"batches", plan.batches},
                               {"streams", plan.streams},
                               {"runs", plan.runs}};
    if (!inputs.qatSha256.empty()) identity["qat"] = inputs.qatSha256;
    if (plan.dynamicInt8) identity["dynamic"] = true;
    if (!plan.target.empty()) identity["target"] = plan.target;
    if (plan.maxDrop) identity["max-drop"] = *plan.maxDrop;
    if (!plan.keepFloat.empty()) identity["keep-float"] = plan.keepFloat;
    if (plan.calibrationBatch != 0) identity["calibration-batch"] = plan.calibrationBatch;
    if (!plan.calibrationTable.empty()) identity["calibration-table"] = plan.calibrationTable;
    if (plan.fp16Io) identity["fp16-io"] = true;
    if (inputs.decoder) identity["detector"] = inputs.decoder->options();
    return identity.dump();
}

}  // namespace pwb::run
