// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/progress.h"

namespace pwb::run {

std::string_view stageId(Stage stage) {
    switch (stage) {
        case Stage::Waiting:
            return "waiting";
        case Stage::Reading:
            return "reading";
        case Stage::Preparing:
            return "preparing";
        case Stage::Calibrating:
            return "calibrating";
        case Stage::Quantizing:
            return "quantizing";
        case Stage::Verifying:
            return "verifying";
        case Stage::Searching:
            return "searching";
        case Stage::Evaluating:
            return "evaluating";
        case Stage::Measuring:
            return "measuring";
        case Stage::Profiling:
            return "profiling";
        case Stage::Done:
            return "done";
        case Stage::Failed:
            return "failed";
        case Stage::Cancelled:
            return "cancelled";
    }
    return "";
}

}  // namespace pwb::run
