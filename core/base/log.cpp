// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>

namespace pwb::base {
namespace {

spdlog::logger& logger() {
    static const auto instance = [] {
        auto made =
            std::make_shared<spdlog::logger>("pwb", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        const char* level = std::getenv("PWB_LOG");
        made->set_level(level ? spdlog::level::from_str(level) : spdlog::level::off);
        return made;
    }();
    return *instance;
}

}  // namespace

void logDebug(std::string_view text) {
    logger().debug("{}", text);
}
void logWarn(std::string_view text) {
    logger().warn("{}", text);
}

}  // namespace pwb::base
