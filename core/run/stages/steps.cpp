// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stages/steps.h"

#include "core/base/try.h"

namespace pwb::run {
namespace {

base::Status decideStage(const StageContext& context) {
    context.board.update(compareAndDecide);
    return {};
}

base::Status take(const StageContext& context, Step step) {
    switch (step) {
        case Step::Build:
            return buildStage(context);
        case Step::MaxDrop:
            return maxDropStage(context);
        case Step::Evaluate:
            return evaluateStage(context);
        case Step::Decide:
            return decideStage(context);
        case Step::Measure:
            return measureStage(context);
        case Step::Layers:
            return layersStage(context, false);
        case Step::Sensitivity:
            return layersStage(context, true);
    }
    return {};
}

}  // namespace

base::Status takeSteps(const StageContext& context, std::initializer_list<Step> steps) {
    for (const Step step : steps) PWB_CHECK(take(context, step));
    return {};
}

}  // namespace pwb::run
