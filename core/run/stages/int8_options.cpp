// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stages/int8_options.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/quantize/layer_names.h"
#include "core/run/inputs/calibration_feed.h"
#include "core/run/plan/variants.h"
#include "core/run/stages/detection_agreement.h"

namespace pwb::run {

quantize::BuildContext buildContext(const RunPlan& plan) {
    quantize::BuildContext build;
    build.model = plan.model;
    build.outputFolder = plan.runFolder / "engines";
    build.provider = plan.provider;
    build.threads = plan.threads;
    return build;
}

quantize::Int8Options int8Options(const RunPlan& plan, const RunInputs& inputs, const std::stop_token& stop) {
    quantize::Int8Options options;
    options.calibrator = plan.calibrator;
    options.calibrationTable = plan.calibrationTable;
    if (const auto cache = base::cacheFolder(); plan.calibrationCache && !cache.empty()) {
        options.cacheFolder = cache / "calibration";
        options.dataKey = calibrationDataKey(inputs, stop);
    }
    options.scheme = quantize::schemeFromId(plan.target);
    options.keepFloat = plan.keepFloat;
    options.agreement = detectionAgreement(inputs);
    options.plain = plansPlainInt8(plan, inputs.model.task);
    return options;
}

base::Status checkInt8Wishes(const RunPlan& plan, const RunInputs& inputs) {
    const auto labelled = [](const dataset::Sample& sample) { return sample.label >= 0; };
    const auto& samples = inputs.data.samples;
    const bool annotated = inputs.decoder ? inputs.data.objectCount() > 0
                                          : std::any_of(samples.begin(), samples.end(), labelled);
    if (plan.maxDrop && !annotated)
        return base::fail(base::ErrorKind::Usage, plan.data.string(), "run.max_drop_labels");
    if (plan.keepFloat.empty()) return {};
    quantize::Int8Options options;
    options.scheme = quantize::schemeFromId(plan.target);
    PWB_TRY(const auto names, quantize::layerNames(buildContext(plan), options));
    return quantize::checkLayerNames(plan.model.string(), plan.keepFloat, names);
}

}  // namespace pwb::run
