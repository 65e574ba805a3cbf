// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace pwb::runtime {

/// The ONNX Runtime library of this process. Loaded once with dlopen; the API version is negotiated downward
/// from the headers' to kMinimumApi.
struct Library {
    std::filesystem::path path;
    std::string version;  ///< "1.31.1"
    int api = 0;          ///< granted API version
};

inline constexpr int kMinimumApi = 16;

/// Looks, in this order, at PWB_ONNXRUNTIME (a file or a folder), .deps/onnxruntime/lib below the folders
/// above the executable, ../lib/precision-workbench beside it, and the system's library path.
/// Safe to call from any thread and any number of times; the first outcome is kept.
/// Errors (Engine): runtime.not_found (lists where it looked), runtime.load_failed, runtime.too_old.
[[nodiscard]] base::Result<Library> loadLibrary();

/// Execution providers that the library was built with (not proved to work), lower case: "cpu", "cuda", …
/// Empty when there is no library.
[[nodiscard]] std::vector<std::string> compiledProviders();

}  // namespace pwb::runtime
