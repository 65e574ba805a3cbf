// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/plan.h"

#include "core/run/plan/serialize.h"

namespace pwb::run {

std::filesystem::path RunPlan::freshFolder(const std::filesystem::path& parent,
                                           const std::filesystem::path& model) {
    const std::string stem = model.stem().string();
    for (int n = 1;; ++n) {
        std::filesystem::path folder = parent / (stem + "-" + std::to_string(n));
        std::error_code ignored;
        if (!std::filesystem::exists(folder, ignored)) return folder;
    }
}

std::string toJson(const RunPlan& plan) {
    return nlohmann::json(plan).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

base::Result<RunPlan> planFromJson(const std::string& text) {
    try {
        return nlohmann::json::parse(text).get<RunPlan>();
    } catch (const nlohmann::json::exception& error) {
        return base::badInput("", "run.plan_unreadable", {{"detail", error.what()}});
    }
}

}  // namespace pwb::run
