// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/measure only: the lines between measureAll() and `pwb worker`. One JSON object per line; the
// worker greets, then answers each command with one line.
//   greeting   {"bare_resident", "bare_peak", "cores", "power_absent"}     bytes; power_absent: code or ""
//   load       {"model", "provider", "threads", "shape"}   → {"batch", "resident", "peak"}   batch 0: any
//   run        {"batch", "runs", "minimum", "seconds"}     → {"times", "cpu", "wall", "joules"?, "peak"}
//   streams    {"streams", "threads", "batch", "seconds"}  → {"fps"}
//   any        {"error": {"kind", "file", "code", "args"}}
// "peak" counts from the load, then from the first run at the present batch (process_memory.h). End of input
// ends the worker.
#pragma once

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace pwb::measure {

using Json = nlohmann::json;

inline Json errorToJson(const base::Error& error) {
    return {{"error",
             {{"kind", static_cast<int>(error.kind)},
              {"file", error.file},
              {"code", error.message.code},
              {"args", error.message.args}}}};
}

inline base::Error errorFromJson(const Json& json) {
    return {static_cast<base::ErrorKind>(json.at("kind").get<int>()),
            json.at("file").get<std::string>(),
            {json.at("code").get<std::string>(), json.at("args").get<base::Args>()}};
}

/// Never throws: bytes that are not UTF-8 (possible in a library's error text) are replaced.
inline std::string toLine(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pwb::measure
