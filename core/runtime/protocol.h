// SPDX-License-Identifier: GPL-3.0-or-later
// For core only: the lines between a program and its `pwb worker` children, one JSON object each. A worker
// greets, then answers each command with one line; {"error": {"kind", "file", "code", "args"}} may stand for
// any answer. End of input ends a worker. The commands are in session_server.h and core/measure/worker.cpp.
#pragma once

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace pwb::runtime {

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

}  // namespace pwb::runtime
