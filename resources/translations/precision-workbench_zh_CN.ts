<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>About Precision Workbench</source>
        <translation>关于 Precision Workbench</translation>
    </message>
    <message>
        <source>Precision Workbench %1</source>
        <translation>Precision Workbench %1</translation>
    </message>
    <message>
        <source>Should this model be deployed in FP32, FP16 or INT8? Answered with evidence.

ONNX Runtime: %1
Qt %2

Free software under the GNU General Public License, version 3 or later.</source>
        <translation>该模型应以 FP32、FP16 还是 INT8 部署？用证据回答。

ONNX Runtime：%1
Qt %2

自由软件，遵循 GNU 通用公共许可证第 3 版或更新版本。</translation>
    </message>
</context>
<context>
    <name>CalibrationChecks</name>
    <message>
        <source>%1 and %2</source>
        <translation>%1 与 %2</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 个</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 the same</source>
        <translation>%1 个相同</translation>
    </message>
    <message>
        <source>%1 the same, %2 nearly the same</source>
        <translation>%1 个相同，%2 个近似</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>重复样本</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值范围</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>%1, like the validation data&apos;s</source>
        <translation>%1，与验证数据一致</translation>
    </message>
    <message>
        <source>Classes covered</source>
        <translation>覆盖的类别</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本数</translation>
    </message>
    <message>
        <source>%1; 500 to 1,000 are recommended</source>
        <translation>%1；建议 500 至 1,000</translation>
    </message>
    <message>
        <source>Duplicates, values</source>
        <translation>重复与数值</translation>
    </message>
    <message>
        <source>looking at the samples</source>
        <translation>正在查看样本</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>the validation data itself, which flatters INT8 slightly</source>
        <translation>取自验证数据本身，会使 INT8 略显偏好</translation>
    </message>
    <message>
        <source>none, nor nearly so</source>
        <translation>无，也无近似者</translation>
    </message>
    <message>
        <source>In the validation data</source>
        <translation>在验证数据中</translation>
    </message>
    <message>
        <source>%1, of %2 compared</source>
        <translation>%1（与 %2 个样本比较）</translation>
    </message>
</context>
<context>
    <name>ClassTable</name>
    <message>
        <source>Recall, %</source>
        <translation>召回率，%</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Most often read as</source>
        <translation>最常被识别为</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>True class</source>
        <translation>真实类别</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>识别为</translation>
    </message>
    <message>
        <source>%1 − FP32, F1</source>
        <translation>%1 − FP32，F1</translation>
    </message>
    <message>
        <source>%1 is worse here</source>
        <translation>%1 在此更差</translation>
    </message>
    <message>
        <source>%1 is better here</source>
        <translation>%1 在此更好</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>目标</translation>
    </message>
</context>
<context>
    <name>ComparisonTable</name>
    <message>
        <source>%1 so far</source>
        <translation>%1 目前</translation>
    </message>
    <message>
        <source>the engine failed</source>
        <translation>该引擎失败</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>after calibration</source>
        <translation>校准之后</translation>
    </message>
    <message>
        <source>after building</source>
        <translation>构建之后</translation>
    </message>
    <message>
        <source>waits to be measured</source>
        <translation>等待测量</translation>
    </message>
    <message>
        <source>after evaluation</source>
        <translation>评估之后</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Top-1 accuracy</source>
        <translation>Top-1 准确率</translation>
    </message>
    <message>
        <source>%1 of %2 right; 95 % Wilson interval %3 … %4</source>
        <translation>%2 个中 %1 个正确；95 % Wilson 区间 %3 … %4</translation>
    </message>
    <message>
        <source>Top-5 accuracy</source>
        <translation>Top-5 准确率</translation>
    </message>
    <message>
        <source>F1, macro</source>
        <translation>F1（宏平均）</translation>
    </message>
    <message>
        <source>Top-1 against FP32</source>
        <translation>Top-1 相对 FP32</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个百分点</translation>
    </message>
    <message>
        <source>its 95 % interval</source>
        <translation>其 95 % 区间</translation>
    </message>
    <message>
        <source>significance</source>
        <translation>显著性</translation>
    </message>
    <message>
        <source>exact McNemar test, %1; interval %2</source>
        <translation>精确 McNemar 检验，%1；区间 %2</translation>
    </message>
    <message>
        <source>not distinguishable</source>
        <translation>无法区分</translation>
    </message>
    <message>
        <source>worse, %1</source>
        <translation>更差，%1</translation>
    </message>
    <message>
        <source>better, %1</source>
        <translation>更好，%1</translation>
    </message>
    <message>
        <source>Same answer as FP32</source>
        <translation>与 FP32 回答相同</translation>
    </message>
    <message>
        <source>%1 of %2 answers changed</source>
        <translation>%2 个回答中 %1 个变化</translation>
    </message>
    <message>
        <source>Speed, batch 1, one stream</source>
        <translation>速度，批次 1，单路</translation>
    </message>
    <message>
        <source>Latency p50</source>
        <translation>延迟 p50</translation>
    </message>
    <message>
        <source>%1 runs; round medians differ by up to %2</source>
        <translation>%1 次运行；各轮中位数相差不超过 %2</translation>
    </message>
    <message>
        <source>Latency p99</source>
        <translation>延迟 p99</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>Speed-up, p50</source>
        <translation>加速比，p50</translation>
    </message>
    <message>
        <source>over rounds %1 to %2</source>
        <translation>各轮为 %1 至 %2</translation>
    </message>
    <message>
        <source>Memory and size</source>
        <translation>内存与大小</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>峰值内存</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>File size against FP32</source>
        <translation>文件大小相对 FP32</translation>
    </message>
    <message>
        <source>a reference, not measured</source>
        <translation>仅作参照，未测量</translation>
    </message>
    <message>
        <source>%1 objects in %2 images; 95 % bootstrap interval %3 … %4</source>
        <translation>%2 张图像中的 %1 个目标；95 % 自助法区间 %3 … %4</translation>
    </message>
    <message>
        <source>mAP50-95 against FP32</source>
        <translation>mAP50-95 相对 FP32</translation>
    </message>
    <message>
        <source>permutation test, paired by image, %1; interval %2</source>
        <translation>按图像配对的置换检验，%1；区间 %2</translation>
    </message>
    <message>
        <source>Recall, %1</source>
        <translation>召回率，%1</translation>
    </message>
    <message>
        <source>of %1 annotated objects</source>
        <translation>共 %1 个标注目标</translation>
    </message>
    <message>
        <source>False detections</source>
        <translation>误检</translation>
    </message>
    <message>
        <source>%1 of %2 detections</source>
        <translation>%1 / %2 个检测结果</translation>
    </message>
    <message>
        <source>Missed objects</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>%1 of %2 annotated objects</source>
        <translation>%1 / %2 个标注目标</translation>
    </message>
    <message>
        <source>%1 of them annotated; %2 under 8 px, %3 of 8–15 px</source>
        <translation>其中 %1 个有标注；%2 个小于 8 px，%3 个为 8–15 px</translation>
    </message>
    <message>
        <source>At confidence %1</source>
        <translation>置信度 %1 时</translation>
    </message>
    <message>
        <source>At the chosen confidence</source>
        <translation>所选置信度时</translation>
    </message>
    <message>
        <source>Lost against FP32</source>
        <translation>相对 FP32 丢失</translation>
    </message>
    <message>
        <source>New against FP32</source>
        <translation>相对 FP32 新增</translation>
    </message>
    <message>
        <source>Kept of FP32’s</source>
        <translation>保留的 FP32 目标</translation>
    </message>
    <message>
        <source>95 % interval, points</source>
        <translation>95 % 区间，百分点</translation>
    </message>
    <message>
        <source>%1 … %2</source>
        <translation>%1 … %2</translation>
    </message>
</context>
<context>
    <name>DataFacts</name>
    <message>
        <source>class per folder</source>
        <translation>按类别分文件夹</translation>
    </message>
    <message>
        <source>CSV list</source>
        <translation>CSV 列表</translation>
    </message>
    <message>
        <source>tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>COCO annotations</source>
        <translation>COCO 标注</translation>
    </message>
    <message>
        <source>YOLO labels</source>
        <translation>YOLO 标签</translation>
    </message>
    <message>
        <source>CSV boxes</source>
        <translation>CSV 框</translation>
    </message>
    <message>
        <source>images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>%1 samples</source>
        <translation>%1 个样本</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 帧</translation>
    </message>
    <message>
        <source>%1 images</source>
        <translation>%1 张图像</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>%1, %2 objects of %3 classes</source>
        <translation>%1，%3 个类别的 %2 个目标</translation>
    </message>
    <message>
        <source>%1 in %2 classes</source>
        <translation>%1，%2 个类别</translation>
    </message>
    <message>
        <source>%1 without labels</source>
        <translation>%1，无标签</translation>
    </message>
</context>
<context>
    <name>DecisionTables</name>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>Latency, p99</source>
        <translation>延迟，p99</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Smallest object</source>
        <translation>最小目标</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>未要求</translation>
    </message>
    <message>
        <source>%1 pt</source>
        <translation>%1 个百分点</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>holds for the figure itself, but not at the worse end of its interval</source>
        <translation>数值本身满足，但区间较差一端不满足</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>%1 pt short</source>
        <translation>差 %1 个百分点</translation>
    </message>
    <message>
        <source>%1 too much</source>
        <translation>超出 %1</translation>
    </message>
    <message>
        <source>%1 short</source>
        <translation>不足 %1</translation>
    </message>
    <message>
        <source>met</source>
        <translation>满足</translation>
    </message>
    <message>
        <source>nothing asked</source>
        <translation>未提出需求</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>未满足</translation>
    </message>
    <message>
        <source>cannot be told</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Requirement</source>
        <translation>需求</translation>
    </message>
    <message>
        <source>Needed</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>All requirements</source>
        <translation>全部需求</translation>
    </message>
    <message>
        <source>Situation</source>
        <translation>情形</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>指南</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>此处</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>inconclusive</source>
        <translation>无法定论</translation>
    </message>
    <message>
        <source>none fits</source>
        <translation>均不满足</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>依据</translation>
    </message>
</context>
<context>
    <name>DetectionPainter</name>
    <message>
        <source>%1 lost</source>
        <translation>丢失 %1</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <translation>尚无回答</translation>
    </message>
</context>
<context>
    <name>DetectionScene</name>
    <message>
        <source>%1 %2, %3 px</source>
        <translation>%1 %2，%3 px</translation>
    </message>
    <message>
        <source>FP32: %1 %2.</source>
        <translation>FP32：%1 %2。</translation>
    </message>
    <message>
        <source>1 object</source>
        <translation>1 个目标</translation>
    </message>
    <message>
        <source>%1 objects</source>
        <translation>%1 个目标</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Against FP32</source>
        <translation>相对 FP32</translation>
    </message>
    <message>
        <source>√area</source>
        <translation>√面积</translation>
    </message>
    <message>
        <source>px</source>
        <translation>px</translation>
    </message>
    <message>
        <source>width</source>
        <translation>宽</translation>
    </message>
    <message>
        <source>height</source>
        <translation>高</translation>
    </message>
    <message>
        <source>annotated, a crowd</source>
        <translation>有标注（群体）</translation>
    </message>
    <message>
        <source>annotated</source>
        <translation>有标注</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a number, then what happened</comment>
        <translation>%2 %1</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>DetectionTables</name>
    <message>
        <source>AP50-95, %</source>
        <translation>AP50-95，%</translation>
    </message>
    <message>
        <source>AP50, %</source>
        <translation>AP50，%</translation>
    </message>
    <message>
        <source>Precision, %</source>
        <translation>精确率，%</translation>
    </message>
    <message>
        <source>Recall, %</source>
        <translation>召回率，%</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>%1 − FP32, AP50-95</source>
        <translation>%1 − FP32，AP50-95</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个百分点</translation>
    </message>
    <message>
        <source>Lost objects</source>
        <translation>丢失的目标</translation>
    </message>
    <message>
        <source>%1 is worse here</source>
        <translation>%1 在此更差</translation>
    </message>
    <message>
        <source>%1 is better here</source>
        <translation>%1 在此更好</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>检出</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>Missed, %</source>
        <translation>漏检，%</translation>
    </message>
    <message>
        <source>Detections</source>
        <translation>检测结果</translation>
    </message>
    <message>
        <source>False</source>
        <translation>误检</translation>
    </message>
    <message>
        <source>False, %</source>
        <translation>误检，%</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>移位</translation>
    </message>
    <message>
        <source>Other class</source>
        <translation>换类别</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>annotated</source>
        <translation>有标注</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>mean change over the objects that both find</source>
        <translation>两者都检出的目标上的平均变化</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 points</source>
        <translation>%1 个百分点</translation>
    </message>
    <message>
        <source>%1 … %2 points</source>
        <translation>%1 … %2 个百分点</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
</context>
<context>
    <name>LayerTable</name>
    <message>
        <source>INT8 has no form for this operator; it stays as it is.</source>
        <translation>此算子没有 INT8 形式，保持原样。</translation>
    </message>
    <message>
        <source>Alone in INT8, all else float: outputs at %1 dB.</source>
        <translation>仅此层为 INT8、其余为浮点：输出为 %1 dB。</translation>
    </message>
    <message>
        <source>Left float alone: %1 dB, %2 dB against all in INT8.</source>
        <translation>仅此层保留浮点：%1 dB，与全部 INT8 相比 %2 dB。</translation>
    </message>
    <message>
        <source>That changes the accuracy by %1 points.</source>
        <translation>准确率因此变化 %1 个百分点。</translation>
    </message>
    <message>
        <source>Accuracy is then %1.</source>
        <translation>此时准确率为 %1。</translation>
    </message>
    <message>
        <source>In float a call takes %1 longer.</source>
        <translation>用浮点时每次调用多耗时 %1。</translation>
    </message>
    <message>
        <source>In float a call is %1 shorter.</source>
        <translation>用浮点时每次调用缩短 %1。</translation>
    </message>
    <message>
        <source>What INT8 costs here has not been measured; “Measure sensitivity” does it.</source>
        <translation>尚未测量 INT8 在此的代价；“测量敏感度”可测得。</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>已融合</translation>
    </message>
    <message>
        <source>part of another layer&apos;s kernel in this engine</source>
        <translation>在此引擎中属于另一层的内核</translation>
    </message>
    <message>
        <source>%1 on the %2 provider</source>
        <translation>%1，执行提供程序 %2</translation>
    </message>
    <message>
        <source>the values of this layer were not collected</source>
        <translation>未收集此层的数值</translation>
    </message>
    <message>
        <source>values seen: %1 … %2</source>
        <translation>出现的数值：%1 … %2</translation>
    </message>
    <message>
        <source>; outside the kept range: %1</source>
        <translation>；超出保留范围：%1</translation>
    </message>
    <message>
        <source>INT8 cannot compute this layer</source>
        <translation>INT8 无法计算此层</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>浮点</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Space or a click changes it, for all layers of its group</source>
        <translation>按空格键或点击可更改，对同组各层生效</translation>
    </message>
    <message>
        <source>Really ran in; ms</source>
        <translation>实际运行精度；毫秒</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>敏感度</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>In INT8</source>
        <translation>INT8 中</translation>
    </message>
    <message>
        <source>Share, %</source>
        <translation>占比，%</translation>
    </message>
    <message>
        <source>alone, dB</source>
        <translation>单独，dB</translation>
    </message>
    <message>
        <source>float gains, dB</source>
        <translation>浮点增益，dB</translation>
    </message>
    <message>
        <source>points</source>
        <translation>个百分点</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Float because</source>
        <translation>保留浮点的原因</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Reverted to float</source>
        <translation>还原为浮点</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>SQNR</source>
        <translation>SQNR</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>all in INT8</source>
        <translation>全部 INT8</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤回</translation>
    </message>
</context>
<context>
    <name>MemoryTable</name>
    <message>
        <source>baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>Of the engine’s own process</source>
        <translation>引擎自身进程</translation>
    </message>
    <message>
        <source>peak</source>
        <translation>峰值</translation>
    </message>
    <message>
        <source>after loading</source>
        <translation>加载后</translation>
    </message>
    <message>
        <source>running adds</source>
        <translation>运行增加</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Against FP32</source>
        <translation>相对 FP32</translation>
    </message>
</context>
<context>
    <name>ObjectWords</name>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>relabelled</source>
        <translation>改判</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>FP32 alone finds it.</source>
        <translation>仅 FP32 检出。</translation>
    </message>
    <message>
        <source>FP32 alone finds it, and it is annotated: one more miss.</source>
        <translation>仅 FP32 检出，且有标注：多一个漏检。</translation>
    </message>
    <message>
        <source>FP32 alone finds it; it is not annotated: one false detection less.</source>
        <translation>仅 FP32 检出，但无标注：少一个误检。</translation>
    </message>
    <message>
        <source>FP32 does not find it.</source>
        <translation>FP32 未检出。</translation>
    </message>
    <message>
        <source>FP32 misses it, and it is annotated: one miss less.</source>
        <translation>FP32 漏检，且有标注：少一个漏检。</translation>
    </message>
    <message>
        <source>FP32 does not find it, nor is it annotated: one more false detection.</source>
        <translation>FP32 未检出，也无标注：多一个误检。</translation>
    </message>
    <message>
        <source>Found again, as another class.</source>
        <translation>再次检出，但类别不同。</translation>
    </message>
    <message>
        <source>Found again, but the boxes overlap by less than %1.</source>
        <translation>再次检出，但两框的重叠度低于 %1。</translation>
    </message>
    <message>
        <source>%1 lost</source>
        <translation>丢失 %1</translation>
    </message>
    <message>
        <source>%1 of them annotated</source>
        <translation>其中有标注 %1</translation>
    </message>
    <message>
        <source>%1 below %2 px</source>
        <translation>小于 %2 px 的 %1</translation>
    </message>
    <message>
        <source>%1; %2 new</source>
        <translation>%1；新增 %2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>PerformanceTables</name>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>measured after evaluation</source>
        <translation>评估后测量</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p90</source>
        <translation>p90</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>spread</source>
        <translation>波动</translation>
    </message>
    <message>
        <source>speed-up</source>
        <translation>加速比</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>FP32 and %1 differ by %2, within the spread of the rounds: no difference can be told.</source>
        <translation>FP32 与 %1 相差 %2，在各轮波动之内：无法分辨差异。</translation>
    </message>
    <message>
        <source>FPS</source>
        <translation>FPS</translation>
    </message>
    <message>
        <source>Batch, 1 stream</source>
        <translation>批次，单路</translation>
    </message>
    <message>
        <source>Streams, batch 1</source>
        <translation>路数，批次 1</translation>
    </message>
    <message>
        <source>Core busy</source>
        <translation>核心占用</translation>
    </message>
    <message>
        <source>Cameras at</source>
        <translation>摄像头数，每路</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 fps</translation>
    </message>
    <message>
        <source>enough for the %1 wanted</source>
        <translation>足够所需的 %1 个</translation>
    </message>
    <message>
        <source>fewer than the %1 wanted</source>
        <translation>少于所需的 %1 个</translation>
    </message>
    <message>
        <source>%1 is %2 faster than FP32, outside the spread of the rounds.</source>
        <translation>%1 比 FP32 快 %2，超出各轮波动。</translation>
    </message>
    <message>
        <source>%1 is %2 slower than FP32, outside the spread of the rounds.</source>
        <translation>%1 比 FP32 慢 %2，超出各轮波动。</translation>
    </message>
    <message>
        <source>%1 is %2 faster than FP32, far outside the spread of the rounds.</source>
        <translation>%1 比 FP32 快 %2，远超各轮波动。</translation>
    </message>
    <message>
        <source>%1 is %2 slower than FP32, far outside the spread of the rounds.</source>
        <translation>%1 比 FP32 慢 %2，远超各轮波动。</translation>
    </message>
</context>
<context>
    <name>PlainLoss</name>
    <message>
        <source>%1, %2: of %3 objects FP32 finds %4 %, %5 %6 %, %7 %8 %. In AP50 %5 %9, %7 %10.</source>
        <translation>%1，%2：共 %3 个目标，FP32 检出 %4 %，%5 检出 %6 %，%7 检出 %8 %。按 AP50，%5 %9，%7 %10。</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>AP50, %</source>
        <translation>AP50，%</translation>
    </message>
    <message>
        <source>Recall, %</source>
        <translation>召回率，%</translation>
    </message>
    <message>
        <source>%1: no annotated objects under 15 px.</source>
        <translation>%1：没有小于 15 px 的标注目标。</translation>
    </message>
    <message>
        <source>loses nothing</source>
        <translation>无损失</translation>
    </message>
    <message>
        <source>loses %1 points</source>
        <translation>损失 %1 个百分点</translation>
    </message>
    <message>
        <source>gains %1 points</source>
        <translation>提高 %1 个百分点</translation>
    </message>
</context>
<context>
    <name>PrintedReport</name>
    <message>
        <source>No verdict</source>
        <translation>无结论</translation>
    </message>
    <message>
        <source>Precision Workbench  ·  %1  ·  %2 on %3, %4 samples  ·  took %5</source>
        <translation>Precision Workbench  ·  %1  ·  %2，数据 %3，%4 个样本  ·  用时 %5</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Decision path</source>
        <translation>决策路径</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Because</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Recommendations that apply</source>
        <translation>适用的建议</translation>
    </message>
    <message>
        <source>Where and how</source>
        <translation>环境与方法</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>, %1 cores</source>
        <translation>，%1 个核心</translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation>运行时</translation>
    </message>
    <message>
        <source>%1 provider, %2 thread(s)</source>
        <translation>%1 执行后端，%2 个线程</translation>
    </message>
    <message>
        <source>System</source>
        <translation>操作系统</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>%1 samples of %2</source>
        <translation>取自 %2 的 %1 个样本</translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>性能</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>± is half the 95 % Wilson interval. Bold: best of the row, where the difference is outside its spread.</source>
        <translation>± 为 95 % Wilson 区间的一半。粗体：该行最佳，且差异超出其波动范围。</translation>
    </message>
    <message>
        <source>± is half the 95 % bootstrap interval, by image. Bold: best of the row, where the difference is outside its spread.</source>
        <translation>± 为按图像自助法 95 % 区间的一半。粗体：该行最佳，且差异超出其波动范围。</translation>
    </message>
    <message>
        <source>Accuracy by object size</source>
        <translation>按目标大小的准确率</translation>
    </message>
    <message>
        <source>Precision and recall</source>
        <translation>精确率与召回率</translation>
    </message>
</context>
<context>
    <name>ReportFigures</name>
    <message>
        <source>rows: true class, columns: answer; darker: more samples, logarithmic, one ramp for all</source>
        <translation>行：真实类别，列：回答；越深样本越多（对数），三者共用同一色阶</translation>
    </message>
    <message>
        <source>ECE %1</source>
        <translation>ECE %1</translation>
    </message>
    <message>
        <source>samples by confidence of the answer; coloured: right, dark on top: wrong</source>
        <translation>按回答置信度统计的样本；彩色：正确，上方深色：错误</translation>
    </message>
    <message>
        <source>p50 %1, p99 %2</source>
        <translation>p50 %1，p99 %2</translation>
    </message>
    <message>
        <source>latency per call at batch 1; bar: median, whisker: 99 of 100 calls</source>
        <translation>批次 1 的单次调用延迟；条：中位数，须线：100 次中的 99 次</translation>
    </message>
    <message>
        <source>%1 objects</source>
        <translation>%1 个目标</translation>
    </message>
    <message>
        <source>Recall, %</source>
        <translation>召回率，%</translation>
    </message>
    <message>
        <source>precision over recall, IoU 0.5</source>
        <translation>精确率随召回率的变化，IoU 0.5</translation>
    </message>
    <message>
        <source>What plain INT8 would lose</source>
        <translation>普通 INT8 会损失什么</translation>
    </message>
    <message>
        <source>Found and missed at confidence %1</source>
        <translation>置信度 %1 时的检出与漏检</translation>
    </message>
    <message>
        <source>rows: true class, columns: answer, the last of each: background; darker: more objects, logarithmic, one ramp for all</source>
        <translation>行：真实类别，列：回答，末行末列：背景；颜色越深目标越多，对数刻度，全部共用</translation>
    </message>
    <message>
        <source>classes in order: %1</source>
        <translation>类别顺序：%1</translation>
    </message>
    <message>
        <source>detections by confidence; coloured: right, dark on top: wrong; bars may go on beyond the top</source>
        <translation>按置信度统计的检测结果；彩色：正确，顶部深色：错误；柱可能超出上边</translation>
    </message>
</context>
<context>
    <name>ReportPdf</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>RunDifference</name>
    <message>
        <source>Top-1 accuracy</source>
        <translation>Top-1 准确率</translation>
    </message>
    <message>
        <source>F1, macro</source>
        <translation>F1（宏平均）</translation>
    </message>
    <message>
        <source>Latency p50, batch 1</source>
        <translation>延迟 p50，批次 1</translation>
    </message>
    <message>
        <source>Latency p99, batch 1</source>
        <translation>延迟 p99，批次 1</translation>
    </message>
    <message>
        <source>Throughput, batch 1, one stream</source>
        <translation>吞吐量，批次 1，单路</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>峰值内存</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>better than the baseline</source>
        <translation>优于基线</translation>
    </message>
    <message>
        <source>worse than the baseline</source>
        <translation>劣于基线</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Baseline: %1</source>
        <translation>基线：%1</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Recall, objects under 8 px</source>
        <translation>召回率，小于 8 px 的目标</translation>
    </message>
    <message>
        <source>Recall, objects of 8–15 px</source>
        <translation>召回率，8–15 px 的目标</translation>
    </message>
    <message>
        <source>Missed objects</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>False detections</source>
        <translation>误检</translation>
    </message>
</context>
<context>
    <name>RunWords</name>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>准备</translation>
    </message>
    <message>
        <source>calibrating</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>quantizing</source>
        <translation>量化</translation>
    </message>
    <message>
        <source>verifying</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>evaluating</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>cancelled at %1 %</source>
        <translation>在 %1 % 处取消</translation>
    </message>
    <message>
        <source>%1, %2 %</source>
        <translation>%1，%2 %</translation>
    </message>
    <message>
        <source>%1, %2 of %3</source>
        <translation>%1，%2 / %3</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>computes in %1 here, FP16 emulated</source>
        <translation>此处以 %1 计算，FP16 为模拟</translation>
    </message>
    <message>
        <source>computes in %1 here</source>
        <translation>此处以 %1 计算</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>QDQ, per channel, %1</source>
        <translation>QDQ，按通道，%1</translation>
    </message>
    <message>
        <source>searching</source>
        <translation>搜索中</translation>
    </message>
    <message>
        <source>profiling</source>
        <translation>逐层测量中</translation>
    </message>
    <message>
        <source>reference, not for use</source>
        <translation>仅作参照，不供使用</translation>
    </message>
</context>
<context>
    <name>SaveChart</name>
    <message>
        <source>Save chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>PNG picture (*.png);;SVG drawing (*.svg)</source>
        <translation>PNG 图片 (*.png);;SVG 图形 (*.svg)</translation>
    </message>
    <message>
        <source>%1 could not be written. Choose a folder that you may write to.</source>
        <translation>无法写入 %1。请选择有写权限的文件夹。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saves the chart as PNG or SVG</source>
        <translation>将图表保存为 PNG 或 SVG</translation>
    </message>
</context>
<context>
    <name>TaskFigures</name>
    <message>
        <source>Top-1 accuracy</source>
        <translation>Top-1 准确率</translation>
    </message>
    <message>
        <source>background</source>
        <translation>背景</translation>
    </message>
</context>
<context>
    <name>VerdictFacts</name>
    <message>
        <source>no requirements given</source>
        <translation>未提出需求</translation>
    </message>
    <message>
        <source>the requirement is met</source>
        <translation>需求已满足</translation>
    </message>
    <message>
        <source>all %1 requirements met</source>
        <translation>%1 项需求全部满足</translation>
    </message>
    <message>
        <source>%1 of %2 requirements met</source>
        <translation>%2 项需求中满足 %1 项</translation>
    </message>
    <message>
        <source>%1 *failed*</source>
        <translation>%1 *失败*</translation>
    </message>
    <message>
        <source>%1 *not finished*</source>
        <translation>%1 *未完成*</translation>
    </message>
    <message>
        <source>%1 is still %2. The verdict appears when all have been evaluated and measured.</source>
        <translation>%1 仍在%2。全部评估并测量后得出结论。</translation>
    </message>
    <message>
        <source>The verdict appears when all have been evaluated and measured.</source>
        <translation>全部评估并测量后得出结论。</translation>
    </message>
    <message>
        <source>Too little could be measured for a verdict; the table says what failed.</source>
        <translation>可测量的内容太少，无法得出结论；失败之处见表格。</translation>
    </message>
    <message>
        <source>This run was stopped before its verdict. What was done is kept below.</source>
        <translation>本次运行在得出结论前停止。已完成的部分保留在下方。</translation>
    </message>
    <message>
        <source>%1 *finished*</source>
        <translation>%1 *已完成*</translation>
    </message>
    <message>
        <source> at %1</source>
        <translation>，延迟 %1</translation>
    </message>
</context>
<context>
    <name>pwb::ui::AccuracyPage</name>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>rows are the true class, columns the answer</source>
        <translation>行为真实类别，列为回答</translation>
    </message>
    <message>
        <source>No class is called “%1”.</source>
        <translation>没有名为“%1”的类别。</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>所有类别</translation>
    </message>
    <message>
        <source>average precision and recall of objects by their size, √area</source>
        <translation>按目标大小（√面积）的平均精确率与召回率</translation>
    </message>
    <message>
        <source>rows are the true class, columns the answer, at confidence %1</source>
        <translation>行为真实类别，列为回答，置信度 %1</translation>
    </message>
</context>
<context>
    <name>pwb::ui::AnswerBars</name>
    <message>
        <source>no answer yet</source>
        <translation>尚无回答</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>pwb::ui::AppMenu</name>
    <message>
        <source>Open &amp;model…</source>
        <translation>打开模型(&amp;M)…</translation>
    </message>
    <message>
        <source>Open &amp;data…</source>
        <translation>打开数据(&amp;D)…</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Ctrl+D</translation>
    </message>
    <message>
        <source>Open &amp;run…</source>
        <translation>打开运行(&amp;R)…</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>Re&amp;cent runs</source>
        <translation>最近的运行(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Previous page</source>
        <translation>上一页(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Next page</source>
        <translation>下一页(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;About Precision Workbench</source>
        <translation>关于 Precision Workbench(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>CSV (predictions)…</source>
        <translation>CSV（预测结果）…</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>还没有运行</translation>
    </message>
    <message>
        <source>Open run…</source>
        <translation>打开运行…</translation>
    </message>
</context>
<context>
    <name>pwb::ui::Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>pwb::ui::BarRows</name>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>total</source>
        <translation>合计</translation>
    </message>
</context>
<context>
    <name>pwb::ui::CalibrationCard</name>
    <message>
        <source>tries them and keeps the one closest to FP32</source>
        <translation>逐一尝试，保留最接近 FP32 的方法</translation>
    </message>
    <message>
        <source>smallest and largest value seen</source>
        <translation>出现过的最小值与最大值</translation>
    </message>
    <message>
        <source>smallest and largest, averaged over batches</source>
        <translation>各批次最小值与最大值的平均</translation>
    </message>
    <message>
        <source>all but the outermost values</source>
        <translation>去掉最外侧的极端值</translation>
    </message>
    <message>
        <source>least information lost</source>
        <translation>信息损失最小</translation>
    </message>
    <message>
        <source>least squared error</source>
        <translation>平方误差最小</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>min–max</source>
        <translation>最小–最大</translation>
    </message>
    <message>
        <source>moving average</source>
        <translation>滑动平均</translation>
    </message>
    <message>
        <source>percentile</source>
        <translation>百分位</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>mean squared error</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>From validation data</source>
        <translation>取自验证数据</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Ranges</source>
        <translation>取值范围</translation>
    </message>
    <message>
        <source>Calibration samples</source>
        <translation>校准样本数</translation>
    </message>
    <message>
        <source>How value ranges are found</source>
        <translation>取值范围的确定方法</translation>
    </message>
    <message>
        <source>Seed of the draw</source>
        <translation>抽样种子</translation>
    </message>
    <message>
        <source>Per class</source>
        <translation>每类</translation>
    </message>
    <message>
        <source>of %1 in %2, balanced over classes</source>
        <translation>取自 %2 的 %1 个，按类别均衡</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>drawing and comparing with the validation data</source>
        <translation>正在抽样并与验证数据比对</translation>
    </message>
    <message>
        <source>coverage and leakage are checked when there is data</source>
        <translation>有数据后检查覆盖与泄漏</translation>
    </message>
    <message>
        <source>INT8 and calibration</source>
        <translation>INT8 与校准</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>Own data…</source>
        <translation>自有数据…</translation>
    </message>
    <message>
        <source>Save the drawn samples as a manifest (CSV)…</source>
        <translation>将抽取的样本保存为清单（CSV）…</translation>
    </message>
    <message>
        <source>Save as manifest</source>
        <translation>保存为清单</translation>
    </message>
    <message>
        <source>Fewer options</source>
        <translation>收起选项</translation>
    </message>
    <message>
        <source>drawn from the validation data unless you give other data</source>
        <translation>未另给数据时从验证数据中抽取</translation>
    </message>
    <message>
        <source>of %1 in %2</source>
        <translation>取自 %2 的 %1 个</translation>
    </message>
</context>
<context>
    <name>pwb::ui::CamerasCard</name>
    <message>
        <source>How many cameras</source>
        <translation>可带多少摄像头</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>摄像头数</translation>
    </message>
    <message>
        <source>cameras at</source>
        <translation>个摄像头，每路</translation>
    </message>
    <message>
        <source>Frames per second of each camera</source>
        <translation>每个摄像头的帧率</translation>
    </message>
    <message>
        <source>fps, with</source>
        <translation>fps，使用</translation>
    </message>
    <message>
        <source>Parallel sessions</source>
        <translation>并行会话数</translation>
    </message>
    <message>
        <source>what is best</source>
        <translation>最佳值</translation>
    </message>
    <message>
        <source>1 session</source>
        <translation>1 个会话</translation>
    </message>
    <message>
        <source>%1 sessions</source>
        <translation>%1 个会话</translation>
    </message>
    <message>
        <source>needs %1</source>
        <translation>需要 %1</translation>
    </message>
    <message>
        <source>cameras</source>
        <translation>个摄像头</translation>
    </message>
    <message>
        <source>%1 wanted</source>
        <translation>需要 %1 个</translation>
    </message>
    <message>
        <source>1 camera</source>
        <translation>1 个摄像头</translation>
    </message>
    <message>
        <source>%1 cameras</source>
        <translation>%1 个摄像头</translation>
    </message>
</context>
<context>
    <name>pwb::ui::CandidateChoice</name>
    <message>
        <source>Candidate</source>
        <translation>候选引擎</translation>
    </message>
</context>
<context>
    <name>pwb::ui::CellImagesCard</name>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Esc clears the selection</source>
        <translation>Esc 清除选择</translation>
    </message>
    <message>
        <source>Open in Changes</source>
        <translation>在“变化”页打开</translation>
    </message>
    <message>
        <source>Click a cell of a matrix to see its images here, those that are new first.</source>
        <translation>点击矩阵中的单元格，在此查看其图像，新出现的排在最前。</translation>
    </message>
    <message>
        <source>%1 read rightly</source>
        <translation>%1 识别正确</translation>
    </message>
    <message>
        <source>%1 read as %2</source>
        <translation>%1 被识别为 %2</translation>
    </message>
    <message>
        <source>%1, %2 images, %3 of them not in %4</source>
        <translation>%1，%2 张图像，其中 %3 张不在 %4 中</translation>
    </message>
    <message>
        <source>%1, %2 images, %3 of them new</source>
        <translation>%1，%2 张图像，其中 %3 张为新增</translation>
    </message>
    <message>
        <source>%1 reads no image of this class so.</source>
        <translation>%1 没有把该类的任何图像识别成这样。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::CellTableModel</name>
    <message>
        <source>met</source>
        <translation>满足</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>未满足</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ChangedAnswersBars</name>
    <message>
        <source>About %1 samples are needed to tell a difference of %2 points.</source>
        <translation>要分辨 %2 个百分点的差异，约需 %1 个样本。</translation>
    </message>
    <message>
        <source>%1 differs from FP32 by %2, which %3 samples are enough to tell.</source>
        <translation>%1 与 FP32 相差 %2，%3 个样本足以分辨。</translation>
    </message>
    <message>
        <source>Answers that differ from FP32</source>
        <translation>与 FP32 不同的回答</translation>
    </message>
    <message>
        <source>The answers that FP16 and INT8 give differently from FP32 are counted here after evaluation.</source>
        <translation>评估后，这里统计 FP16 与 INT8 不同于 FP32 的回答。</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>right → wrong</source>
        <translation>对 → 错</translation>
    </message>
    <message>
        <source>wrong → right</source>
        <translation>错 → 对</translation>
    </message>
    <message>
        <source>wrong, another class</source>
        <translation>仍错，换了类别</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已变化</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>%1 of %2 so far</source>
        <translation>目前 %2 个中 %1 个</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ChangesList</name>
    <message>
        <source>Samples whose answer changed</source>
        <translation>回答发生变化的样本</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ChangesModel</name>
    <message>
        <source>right → wrong</source>
        <translation>对 → 错</translation>
    </message>
    <message>
        <source>wrong → right</source>
        <translation>错 → 对</translation>
    </message>
    <message>
        <source>wrong, another class</source>
        <translation>仍错，换了类别</translation>
    </message>
    <message>
        <source>same answer, confidence fell by 0.2 or more</source>
        <translation>回答相同，置信度下降 0.2 或更多</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ChangesObjects</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>The objects that a candidate finds otherwise than FP32 are listed here once a comparison has run.</source>
        <translation>完成一次比较后，此处列出候选引擎与 FP32 检出不同的目标。</translation>
    </message>
    <message>
        <source>%1 has no answers yet.</source>
        <translation>%1 尚无回答。</translation>
    </message>
    <message>
        <source>%1 finds every object that FP32 finds, and no other.</source>
        <translation>%1 检出的目标与 FP32 完全相同。</translation>
    </message>
    <message>
        <source>No object of %1 fits the filter. Esc clears it.</source>
        <translation>%1 没有符合筛选条件的目标。按 Esc 清除筛选。</translation>
    </message>
    <message>
        <source>Changed objects</source>
        <translation>变化的目标</translation>
    </message>
    <message>
        <source>%1 was not part of this run.</source>
        <translation>本次运行不包含 %1。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ChangesPage</name>
    <message>
        <source>Changes</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>samples that a candidate answers differently from FP32</source>
        <translation>候选引擎与 FP32 回答不同的样本</translation>
    </message>
    <message>
        <source>Save list</source>
        <translation>保存列表</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>%1 could not be written. Choose a folder that you may write to.</source>
        <translation>无法写入 %1。请选择有写权限的文件夹。</translation>
    </message>
    <message>
        <source>objects that a candidate finds differently from FP32</source>
        <translation>候选引擎与 FP32 检出不同的目标</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ClassBars</name>
    <message>
        <source>Samples per class</source>
        <translation>每类样本数</translation>
    </message>
    <message>
        <source>%1: %2 samples</source>
        <translation>%1：%2 个样本</translation>
    </message>
    <message>
        <source>Objects per class</source>
        <translation>每类目标数</translation>
    </message>
    <message>
        <source>%1: %2 objects</source>
        <translation>%1：%2 个目标</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ClassCard</name>
    <message>
        <source>Per class</source>
        <translation>每类</translation>
    </message>
    <message>
        <source>Recall and F1 per class</source>
        <translation>每类的召回率与 F1</translation>
    </message>
    <message>
        <source>%1 classes, worst loss first; click a heading to sort</source>
        <translation>%1 个类别，损失最大的在前；点击表头排序</translation>
    </message>
    <message>
        <source>%1 classes, worst change first; click a heading to sort</source>
        <translation>%1 个类别，变差最多的在前；点击表头排序</translation>
    </message>
    <message>
        <source>Recall and F1 of every class appear here once samples are evaluated.</source>
        <translation>样本评估后，这里显示每个类别的召回率与 F1。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ComparisonModel</name>
    <message>
        <source>Measure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>best of all, outside the spread</source>
        <translation>全部引擎中最佳，超出波动范围</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ComparisonTable</name>
    <message>
        <source>Comparison of the engines</source>
        <translation>引擎比较</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ConfidenceDensity</name>
    <message>
        <source>Confidence of FP32 against the candidate</source>
        <translation>FP32 与候选引擎的置信度</translation>
    </message>
    <message>
        <source>Both confidences of every sample appear here once FP32 and the candidate are evaluated.</source>
        <translation>FP32 与候选引擎评估后，这里显示每个样本的两个置信度。</translation>
    </message>
    <message>
        <source>FP32 from</source>
        <translation>FP32 起</translation>
    </message>
    <message>
        <source>%1 from</source>
        <translation>%1 起</translation>
    </message>
    <message>
        <source>same answer</source>
        <translation>回答相同</translation>
    </message>
    <message>
        <source>FP32</source>
        <translation>FP32</translation>
    </message>
    <message>
        <source>Grey: the same answer, darker for more samples.

Marks: the %1 of %2 samples that change their answer.</source>
        <translation>灰色：回答相同，样本越多越深。

标记：%2 个样本中回答发生变化的 %1 个。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ConfidenceHistogram</name>
    <message>
        <source>Confidence of %1</source>
        <translation>%1 的置信度</translation>
    </message>
    <message>
        <source>Confidence from</source>
        <translation>置信度起</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ConfidencePage</name>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>the share that each engine gives its first answer, from 0 to 1</source>
        <translation>各引擎赋予首选回答的份额，0 到 1</translation>
    </message>
    <message>
        <source>Charts as tables</source>
        <translation>图表转为表格</translation>
    </message>
    <message>
        <source>The confidence of %1 appears here while it is evaluated.</source>
        <translation>评估 %1 时，这里显示其置信度。</translation>
    </message>
    <message>
        <source>Reliability</source>
        <translation>可靠性</translation>
    </message>
    <message>
        <source>15 bins; on the dotted line an engine is as sure as it is right</source>
        <translation>15 个区间；落在虚线上表示把握与正确率一致</translation>
    </message>
    <message>
        <source>Confidence against FP32</source>
        <translation>与 FP32 的置信度对比</translation>
    </message>
    <message>
        <source>Calibration of the confidences</source>
        <translation>置信度的校准</translation>
    </message>
    <message>
        <source>ECE: mean gap between confidence and accuracy over 15 bins; smaller is better</source>
        <translation>ECE：15 个区间内置信度与准确率的平均差距；越小越好</translation>
    </message>
    <message>
        <source>Expected calibration error</source>
        <translation>期望校准误差</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>ECE</source>
        <translation>ECE</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Mean KL to FP32</source>
        <translation>与 FP32 的平均 KL 散度</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>nats</translation>
    </message>
    <message>
        <source>Outputs against FP32, SQNR</source>
        <translation>输出相对 FP32，SQNR</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>The calibration error of each engine appears here after evaluation.</source>
        <translation>评估后，这里显示各引擎的校准误差。</translation>
    </message>
    <message>
        <source>%1 predictions so far</source>
        <translation>目前 %1 个预测</translation>
    </message>
    <message>
        <source>%1 predictions, ECE %2</source>
        <translation>%1 个预测，ECE %2</translation>
    </message>
    <message>
        <source>FP32’s objects under each candidate</source>
        <translation>各候选引擎中 FP32 的目标</translation>
    </message>
    <message>
        <source>Instead of a scatter: a detector’s answers are paired object by object, and what is not found again has no second confidence. Confidence: the mean change over the objects that both find. The Changes page shows every lost and new object in its image.</source>
        <translation>此处不画散点图：检测器的回答逐个目标配对，未再检出的目标没有第二个置信度。“置信度”为两者都检出的目标上的平均变化。“变化”页在图像中显示每个丢失和新增的目标。</translation>
    </message>
    <message>
        <source>Detections</source>
        <translation>检测结果</translation>
    </message>
    <message>
        <source>the confidence of each detection, from 0 to 1</source>
        <translation>每个检测结果的置信度，0 到 1</translation>
    </message>
    <message>
        <source>at confidence %1</source>
        <translation>置信度 %1</translation>
    </message>
    <message>
        <source>What became of the objects that FP32 finds appears here once a candidate is evaluated.</source>
        <translation>候选引擎评估后，此处显示 FP32 检出的目标的去向。</translation>
    </message>
    <message>
        <source>%1 detections so far</source>
        <translation>目前 %1 个检测结果</translation>
    </message>
    <message>
        <source>%1 detections, ECE %2</source>
        <translation>%1 个检测结果，ECE %2</translation>
    </message>
    <message>
        <source>ECE: mean gap to the share of right ones</source>
        <translation>ECE：与正确比例的平均差距</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ConfusionMatrices</name>
    <message>
        <source>, 1 answer differs</source>
        <translation>，1 个答案不同</translation>
    </message>
    <message>
        <source>, %1 answers differ</source>
        <translation>，%1 个答案不同</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>检出 %1</translation>
    </message>
    <message>
        <source>%1 of %2 right</source>
        <translation>%2 个中 %1 个正确</translation>
    </message>
    <message>
        <source>, so far</source>
        <translation>，截至目前</translation>
    </message>
    <message>
        <source>Confused pairs</source>
        <translation>混淆的类别对</translation>
    </message>
    <message>
        <source>the counts of all matrices, without the right answers</source>
        <translation>全部矩阵的计数，不含正确答案</translation>
    </message>
    <message>
        <source>Confused pairs of classes</source>
        <translation>被混淆的类别对</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ConfusionView</name>
    <message>
        <source>%1 was not part of this run.</source>
        <translation>本次运行不含 %1。</translation>
    </message>
    <message>
        <source>Cancelled before %1 was evaluated. Resume the run to evaluate it.</source>
        <translation>在评估 %1 之前已取消。继续运行即可评估。</translation>
    </message>
    <message>
        <source>The matrix of %1 fills while its answers are evaluated.</source>
        <translation>评估 %1 的回答时，其矩阵逐步填充。</translation>
    </message>
    <message>
        <source>Confusion matrix of %1</source>
        <translation>%1 的混淆矩阵</translation>
    </message>
    <message>
        <source>Run a comparison, or open one, to see which classes are confused.</source>
        <translation>运行或打开一次对比，查看哪些类别被混淆。</translation>
    </message>
    <message>
        <source>%1 read rightly: %2 of %3</source>
        <translation>%1 识别正确：%3 个中 %2 个</translation>
    </message>
    <message>
        <source>%1 read as %2: %3 of %4</source>
        <translation>%1 被识别为 %2：%4 个中 %3 个</translation>
    </message>
    <message>
        <source>false detections of %1: %2</source>
        <translation>误检为 %1：%2</translation>
    </message>
    <message>
        <source>%1 missed: %2 of %3</source>
        <translation>%1 漏检：%2 / %3</translation>
    </message>
    <message>
        <source>%1 found: %2 of %3</source>
        <translation>%1 检出：%2 / %3</translation>
    </message>
    <message>
        <source>%1 taken for %2: %3 of %4</source>
        <translation>%1 被当作 %2：%3 / %4</translation>
    </message>
</context>
<context>
    <name>pwb::ui::CostliestLayersCard</name>
    <message>
        <source>Costliest layers</source>
        <translation>最耗时的层</translation>
    </message>
</context>
<context>
    <name>pwb::ui::DataCard</name>
    <message>
        <source>, %1 in each</source>
        <translation>，每类 %1 个</translation>
    </message>
    <message>
        <source>, %1 to %2 in each</source>
        <translation>，每类 %1 至 %2 个</translation>
    </message>
    <message>
        <source>Validation data</source>
        <translation>验证数据</translation>
    </message>
    <message>
        <source>Input size, width × height</source>
        <translation>输入尺寸，宽 × 高</translation>
    </message>
    <message>
        <source>Scale of pixel values</source>
        <translation>像素值缩放</translation>
    </message>
    <message>
        <source>Mean per channel</source>
        <translation>每通道均值</translation>
    </message>
    <message>
        <source>Standard deviation per channel</source>
        <translation>每通道标准差</translation>
    </message>
    <message>
        <source>stretch</source>
        <translation>拉伸</translation>
    </message>
    <message>
        <source>letterbox</source>
        <translation>留边缩放</translation>
    </message>
    <message>
        <source>centre crop</source>
        <translation>中心裁剪</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Per class</source>
        <translation>每类</translation>
    </message>
    <message>
        <source>What the model will see</source>
        <translation>模型将看到的样本</translation>
    </message>
    <message>
        <source>Other samples</source>
        <translation>换一批样本</translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>Mean, std</source>
        <translation>均值、标准差</translation>
    </message>
    <message>
        <source>Resize</source>
        <translation>缩放方式</translation>
    </message>
    <message>
        <source>Colour order</source>
        <translation>颜色顺序</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>数据布局</translation>
    </message>
    <message>
        <source>This cannot be understood; the last value is kept.</source>
        <translation>无法理解该输入；保留上一个值。</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>read</source>
        <translation>已读取</translation>
    </message>
    <message>
        <source>guessed</source>
        <translation>推测</translation>
    </message>
    <message>
        <source>as given</source>
        <translation>按指定</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>tensor %1, given to the model without preprocessing</source>
        <translation>张量 %1，不经预处理直接输入模型</translation>
    </message>
    <message>
        <source>Drop labelled data here</source>
        <translation>将带标签的数据拖到此处</translation>
    </message>
    <message>
        <source>Open a folder (Ctrl+D) or a file: images by class or with annotations (COCO, YOLO, CSV), tensors, or a video</source>
        <translation>打开文件夹（Ctrl+D）或文件：按类别的图像、带标注（COCO、YOLO、CSV）的图像、张量或视频</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>taken from the video</source>
        <translation>从视频中抽取</translation>
    </message>
    <message>
        <source>Frames per second taken from the video</source>
        <translation>从视频中每秒抽取的帧数</translation>
    </message>
    <message>
        <source>1 object</source>
        <translation>1 个目标</translation>
    </message>
    <message>
        <source>%1 objects</source>
        <translation>%1 个目标</translation>
    </message>
    <message>
        <source>%1 px: %2</source>
        <translation>%1 px：%2</translation>
    </message>
    <message>
        <source>Objects by √area  %1</source>
        <translation>目标按 √面积  %1</translation>
    </message>
    <message>
        <source>images by class or with COCO, YOLO or CSV annotations, tensors, or a video</source>
        <translation>按类别的图像，带 COCO、YOLO 或 CSV 标注的图像，张量或视频</translation>
    </message>
    <message>
        <source>Size before the middle is cut out</source>
        <translation>裁取中央前的尺寸</translation>
    </message>
    <message>
        <source>nearest</source>
        <translation>最近邻</translation>
    </message>
    <message>
        <source>bilinear</source>
        <translation>双线性</translation>
    </message>
    <message>
        <source>bicubic</source>
        <translation>双三次</translation>
    </message>
    <message>
        <source>box</source>
        <translation>盒式</translation>
    </message>
    <message>
        <source>Find by trying…</source>
        <translation>逐一试验…</translation>
    </message>
    <message>
        <source>Resizing</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>The shorter side (256) or width × height before the middle is cut out</source>
        <translation>裁取中央前的短边（256）或 宽 × 高</translation>
    </message>
    <message>
        <source>Filter of the resizing</source>
        <translation>缩放所用的滤波</translation>
    </message>
    <message>
        <source>Whose resizing, to the last bit</source>
        <translation>按哪个库缩放，逐位一致</translation>
    </message>
    <message>
        <source>Tries the likely ways on labelled samples and ranks them</source>
        <translation>在带标签的样本上试验可能的方式并排序</translation>
    </message>
    <message>
        <source>the model scales itself</source>
        <translation>模型自行缩放</translation>
    </message>
    <message>
        <source>from %1, not all of it followed</source>
        <translation>来自 %1，未全部遵循</translation>
    </message>
</context>
<context>
    <name>pwb::ui::DataTable</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copies the table with its units, separated by tabs</source>
        <translation>复制带单位的表格，以制表符分隔</translation>
    </message>
</context>
<context>
    <name>pwb::ui::DecisionPage</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决策</translation>
    </message>
    <message>
        <source>answers change as the requirements are moved</source>
        <translation>调整需求时答案随之变化</translation>
    </message>
    <message>
        <source>Requirements</source>
        <translation>需求</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>摄像头数</translation>
    </message>
    <message>
        <source>Latency, end to end</source>
        <translation>端到端延迟</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>Accuracy floor, of FP32</source>
        <translation>准确率下限（相对 FP32）</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Memory budget</source>
        <translation>内存预算</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>Smallest object</source>
        <translation>最小目标</translation>
    </message>
    <message>
        <source>px</source>
        <translation>px</translation>
    </message>
    <message>
        <source>Safety-critical</source>
        <translation>安全关键</translation>
    </message>
    <message>
        <source>Retraining (QAT) possible</source>
        <translation>可重新训练 (QAT)</translation>
    </message>
    <message>
        <source>What would change the answer</source>
        <translation>什么会改变答案</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Back to the requirements of the run</source>
        <translation>恢复为本次运行的需求</translation>
    </message>
    <message>
        <source>Decision tree</source>
        <translation>决策树</translation>
    </message>
    <message>
        <source>thresholds from the guide</source>
        <translation>阈值来自指南</translation>
    </message>
    <message>
        <source>Feasibility</source>
        <translation>可行性</translation>
    </message>
    <message>
        <source>measured, at the worse end of each interval</source>
        <translation>实测，取各区间较差一端</translation>
    </message>
    <message>
        <source>Recommendations</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>the guide’s table</source>
        <translation>指南中的表格</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>This machine, %1</source>
        <translation>本机，%1</translation>
    </message>
    <message>
        <source>The requirements are held against the measurements here once a comparison has run.</source>
        <translation>运行对比后，这里将需求与实测结果对照。</translation>
    </message>
    <message>
        <source>What the guide recommends, and what applies here.</source>
        <translation>指南的建议，以及此处适用的部分。</translation>
    </message>
    <message>
        <source>detection only</source>
        <translation>仅用于检测</translation>
    </message>
    <message>
        <source>*tree and measurement agree: %1*</source>
        <translation>*决策树与实测一致：%1*</translation>
    </message>
    <message>
        <source>*the tree says %1, the measurement %2*</source>
        <translation>*决策树建议 %1，实测建议 %2*</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>帧率</translation>
    </message>
</context>
<context>
    <name>pwb::ui::DecisionTreeView</name>
    <message>
        <source>Decision tree</source>
        <translation>决策树</translation>
    </message>
</context>
<context>
    <name>pwb::ui::DetectionLegend</name>
    <message>
        <source>Marks in the pictures: %1</source>
        <translation>图像中的标记：%1</translation>
    </message>
    <message>
        <source>found, in the engine&apos;s colour</source>
        <translation>检出，用引擎的颜色</translation>
    </message>
    <message>
        <source>ring: lost, found by FP32</source>
        <translation>圆圈：丢失，FP32 检出</translation>
    </message>
    <message>
        <source>plus: new, not found by FP32</source>
        <translation>加号：新增，FP32 未检出</translation>
    </message>
    <message>
        <source>the chosen object</source>
        <translation>所选目标</translation>
    </message>
    <message>
        <source>dashed: annotated</source>
        <translation>虚线：标注</translation>
    </message>
</context>
<context>
    <name>pwb::ui::DetectionPanes</name>
    <message>
        <source>The picture with the detections of each engine</source>
        <translation>带各引擎检测结果的图像</translation>
    </message>
</context>
<context>
    <name>pwb::ui::DetectionView</name>
    <message>
        <source>loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Detections of %1: %2</source>
        <translation>%1 的检测结果：%2</translation>
    </message>
</context>
<context>
    <name>pwb::ui::DetectorOptions</name>
    <message>
        <source>boxes, NMS inside</source>
        <translation>框（内含 NMS）</translation>
    </message>
    <message>
        <source>not recognised</source>
        <translation>未识别</translation>
    </message>
    <message>
        <source>across classes</source>
        <translation>跨类别</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>检测器</translation>
    </message>
    <message>
        <source>What the outputs mean</source>
        <translation>输出的含义</translation>
    </message>
    <message>
        <source>Counts from</source>
        <translation>计入阈值</translation>
    </message>
    <message>
        <source>Confidence from which a detection counts; else where FP32&apos;s F1 is best</source>
        <translation>达到此置信度的检测才计入；留空则取 FP32 的 F1 最高处</translation>
    </message>
    <message>
        <source>NMS IoU</source>
        <translation>NMS IoU</translation>
    </message>
    <message>
        <source>Boxes of a class that overlap more are one object</source>
        <translation>同类框的重叠超过此值即视为同一目标</translation>
    </message>
    <message>
        <source>Kept from</source>
        <translation>保留阈值</translation>
    </message>
    <message>
        <source>Weaker answers are dropped; low, so that the whole precision–recall curve is seen</source>
        <translation>低于此值的结果被丢弃；取低值以得到完整的精确率–召回率曲线</translation>
    </message>
    <message>
        <source>Boxes of different classes that overlap are one object, too</source>
        <translation>不同类别的重叠框也视为同一目标</translation>
    </message>
    <message>
        <source>best F1</source>
        <translation>F1 最高</translation>
    </message>
    <message>
        <source>recognised: %1</source>
        <translation>识别为 %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>pwb::ui::EndToEndCard</name>
    <message>
        <source>One sample end to end</source>
        <translation>单个样本端到端</translation>
    </message>
    <message>
        <source>p50 of each step</source>
        <translation>各步骤的 p50</translation>
    </message>
    <message>
        <source>The way of one sample from file to answer appears here once it has been timed.</source>
        <translation>计时后，这里显示一个样本从文件到回答的全过程。</translation>
    </message>
    <message>
        <source>decode</source>
        <translation>解码</translation>
    </message>
    <message>
        <source>preprocess</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>infer</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>postprocess</source>
        <translation>后处理</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
</context>
<context>
    <name>pwb::ui::HeaderBar</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Recent runs</source>
        <translation>最近的运行</translation>
    </message>
    <message>
        <source>Stop and keep what is done (Shift+F5)</source>
        <translation>停止并保留已完成的部分 (Shift+F5)</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>菜单 (F10)</translation>
    </message>
    <message>
        <source>Run: %1</source>
        <translation>运行：%1</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>not asked for</source>
        <translation>未选用</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>working</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Build, evaluate and measure all engines (F5)</source>
        <translation>构建、评估并测量所有引擎（F5）</translation>
    </message>
</context>
<context>
    <name>pwb::ui::HistoryPage</name>
    <message>
        <source>Deploy %1</source>
        <translation>部署 %1</translation>
    </message>
    <message>
        <source>%1, closest fit</source>
        <translation>%1，最接近</translation>
    </message>
    <message>
        <source>None fits</source>
        <translation>无一适用</translation>
    </message>
    <message>
        <source>Inconclusive</source>
        <translation>尚无定论</translation>
    </message>
    <message>
        <source>No advice</source>
        <translation>不作推荐</translation>
    </message>
    <message>
        <source>No engine to decide on</source>
        <translation>没有可供决策的引擎</translation>
    </message>
    <message>
        <source>No verdict</source>
        <translation>无结论</translation>
    </message>
    <message>
        <source>unfinished</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Top-1 accuracy</source>
        <translation>Top-1 准确率</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Two runs side by side</source>
        <translation>两次运行并排对比</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Pin as baseline</source>
        <translation>固定为基线</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Remove from list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>earlier runs, newest first</source>
        <translation>以往的运行，最新在前</translation>
    </message>
    <message>
        <source>The folder itself stays where it is.</source>
        <translation>文件夹本身保持不动。</translation>
    </message>
    <message>
        <source>The chosen run with the baseline, or two chosen runs with each other</source>
        <translation>所选运行与基线对比，或两个所选运行相互对比</translation>
    </message>
    <message>
        <source>Earlier runs</source>
        <translation>以往的运行</translation>
    </message>
    <message>
        <source>Figures of two runs</source>
        <translation>两次运行的数值</translation>
    </message>
    <message>
        <source>Runs appear here when they have been started or opened. Open a run&apos;s folder from the menu, or drop it on the window.</source>
        <translation>启动或打开过的运行显示在这里。可从菜单打开运行文件夹，或将其拖到窗口上。</translation>
    </message>
    <message>
        <source>Unpin baseline</source>
        <translation>取消基线</translation>
    </message>
    <message>
        <source>the same model</source>
        <translation>同一模型</translation>
    </message>
    <message>
        <source>different model files</source>
        <translation>不同的模型文件</translation>
    </message>
    <message>
        <source>Top-1 accuracy or mAP50-95</source>
        <translation>Top-1 准确率或 mAP50-95</translation>
    </message>
</context>
<context>
    <name>pwb::ui::Int8Options</name>
    <message>
        <source>points</source>
        <translation>个百分点</translation>
    </message>
    <message>
        <source>the faster one</source>
        <translation>较快者</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Dynamic INT8</source>
        <translation>动态 INT8</translation>
    </message>
    <message>
        <source>FP16 inputs and outputs</source>
        <translation>FP16 输入输出</translation>
    </message>
    <message>
        <source>Accepted loss</source>
        <translation>可接受的损失</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>执行后端</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>by size</source>
        <translation>按大小</translation>
    </message>
    <message>
        <source>at most %1 points lost</source>
        <translation>最多损失 %1 个百分点</translation>
    </message>
    <message>
        <source>QAT model</source>
        <translation>QAT 模型</translation>
    </message>
    <message>
        <source>dynamic INT8</source>
        <translation>动态 INT8</translation>
    </message>
    <message>
        <source>FP16 inputs</source>
        <translation>FP16 输入</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>批 %1</translation>
    </message>
    <message>
        <source>faster provider</source>
        <translation>较快的后端</translation>
    </message>
    <message>
        <source>as by default</source>
        <translation>均为默认值</translation>
    </message>
    <message>
        <source>Open the model from quantisation-aware training</source>
        <translation>打开量化感知训练得到的模型</translation>
    </message>
    <message>
        <source>ONNX models (*.onnx);;All files (*)</source>
        <translation>ONNX 模型 (*.onnx);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Drop a quantisation-aware model here</source>
        <translation>将量化感知训练的模型拖到此处</translation>
    </message>
    <message>
        <source>compared as a further engine, INT8 (QAT)</source>
        <translation>作为另一个引擎 INT8 (QAT) 参与比较</translation>
    </message>
    <message>
        <source>from quantisation-aware training, INT8 (QAT)</source>
        <translation>来自量化感知训练，INT8 (QAT)</translation>
    </message>
    <message>
        <source>beyond it sensitive layers stay float</source>
        <translation>超过时敏感层保持浮点</translation>
    </message>
    <message>
        <source>runs the engines; INT8 is built for it</source>
        <translation>运行各引擎，INT8 也为其构建</translation>
    </message>
    <message>
        <source>of calibration; moving averages depend on it</source>
        <translation>校准时的批大小，影响滑动平均</translation>
    </message>
    <message>
        <source>A further engine: needs no calibration, quantises matrix products only</source>
        <translation>另一个引擎：无需校准，仅量化矩阵乘</translation>
    </message>
    <message>
        <source>Else the FP16 engine takes and gives FP32</source>
        <translation>否则 FP16 引擎的输入输出为 FP32</translation>
    </message>
    <message>
        <source>Plain INT8, for comparison</source>
        <translation>普通 INT8，供对比</translation>
    </message>
    <message>
        <source>Also builds INT8 with every layer quantised, to show what it would lose</source>
        <translation>另构建所有层都量化的 INT8，以显示其损失</translation>
    </message>
    <message>
        <source>no plain INT8</source>
        <translation>无普通 INT8</translation>
    </message>
</context>
<context>
    <name>pwb::ui::JobStrip</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>pwb::ui::LatencyBoxes</name>
    <message>
        <source>Latency per round</source>
        <translation>各轮延迟</translation>
    </message>
    <message>
        <source>Latency appears here when the engines have been timed, one at a time, after evaluation.</source>
        <translation>评估后逐个为引擎计时，延迟显示在这里。</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>1 %</source>
        <translation>1 %</translation>
    </message>
    <message>
        <source>25 %</source>
        <translation>25 %</translation>
    </message>
    <message>
        <source>median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>75 %</source>
        <translation>75 %</translation>
    </message>
    <message>
        <source>99 %</source>
        <translation>99 %</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>all rounds</source>
        <translation>所有轮次</translation>
    </message>
    <message>
        <source>round %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message>
        <source>Box: quartiles and median; whiskers: 1 and 99 %; the engines take turns.</source>
        <translation>箱体：四分位数与中位数；须线：1 % 与 99 %；各引擎轮流运行。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::LatencyCard</name>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>batch %1, one stream, 1 thread</source>
        <translation>批次 %1，单路，1 个线程</translation>
    </message>
    <message>
        <source>batch %1, one stream, %2 threads</source>
        <translation>批次 %1，单路，%2 个线程</translation>
    </message>
</context>
<context>
    <name>pwb::ui::LayerDetailCard</name>
    <message>
        <source>%1 parameters</source>
        <translation>%1 个参数</translation>
    </message>
    <message>
        <source>changes with 1 other</source>
        <translation>与另外 1 层一同变化</translation>
    </message>
    <message>
        <source>changes with %1 others</source>
        <translation>与另外 %1 层一同变化</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>浮点</translation>
    </message>
    <message>
        <source>Values, and what INT8 keeps of them</source>
        <translation>数值及 INT8 保留的部分</translation>
    </message>
    <message>
        <source>Time of a call</source>
        <translation>单次调用时间</translation>
    </message>
    <message>
        <source>Precision of this layer in INT8</source>
        <translation>此层在 INT8 引擎中的精度</translation>
    </message>
    <message>
        <source>No layer matches. Esc clears the filter.</source>
        <translation>没有匹配的层。按 Esc 清除筛选。</translation>
    </message>
    <message>
        <source>seen %1 … %2</source>
        <translation>出现 %1 … %2</translation>
    </message>
    <message>
        <source>; kept %1 … %2, clips %3</source>
        <translation>；保留 %1 … %2，截断 %3</translation>
    </message>
    <message>
        <source>; %1 not finite</source>
        <translation>；%1 个非有限值</translation>
    </message>
</context>
<context>
    <name>pwb::ui::LayerScatter</name>
    <message>
        <source>Sensitivity against time saved</source>
        <translation>敏感度与节省的时间</translation>
    </message>
    <message>
        <source>Once sensitivity is measured, each layer stands here: what INT8 costs over the time it saves.</source>
        <translation>测量敏感度后，每一层显示于此：INT8 的代价与其节省的时间。</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>In INT8 saves</source>
        <translation>INT8 节省</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>Left float gains</source>
        <translation>保留浮点增益</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>left float gains, dB</source>
        <translation>保留浮点增益，dB</translation>
    </message>
    <message>
        <source>INT8 saves, ms</source>
        <translation>INT8 节省，毫秒</translation>
    </message>
    <message>
        <source>better in float</source>
        <translation>更宜保留浮点</translation>
    </message>
    <message>
        <source>%1
in INT8 saves %2 ms, left float gains %3 dB</source>
        <translation>%1
INT8 节省 %2 毫秒，保留浮点增益 %3 dB</translation>
    </message>
</context>
<context>
    <name>pwb::ui::LayerSummaryCard</name>
    <message>
        <source>In INT8</source>
        <translation>INT8 中</translation>
    </message>
    <message>
        <source>layers in INT8</source>
        <translation>INT8 层</translation>
    </message>
    <message>
        <source>layers in float</source>
        <translation>浮点层</translation>
    </message>
    <message>
        <source>folded into others</source>
        <translation>已融入其他层</translation>
    </message>
    <message>
        <source>time in INT8 layers</source>
        <translation>INT8 层用时</translation>
    </message>
    <message>
        <source>time in float layers</source>
        <translation>浮点层用时</translation>
    </message>
    <message>
        <source>conversions and layout</source>
        <translation>转换与布局</translation>
    </message>
    <message>
        <source>one call</source>
        <translation>单次调用</translation>
    </message>
</context>
<context>
    <name>pwb::ui::LayerTableCard</name>
    <message>
        <source>Layers</source>
        <translation>逐层</translation>
    </message>
    <message>
        <source>Find layer</source>
        <translation>查找层</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>float in INT8</source>
        <translation>INT8 中的浮点层</translation>
    </message>
    <message>
        <source>most sensitive</source>
        <translation>最敏感</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Saves the listed layers with all figures as CSV</source>
        <translation>将列出的层及全部数值保存为 CSV</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>保存为 CSV</translation>
    </message>
    <message>
        <source>all operators</source>
        <translation>全部算子</translation>
    </message>
    <message>
        <source>The tenth of the groups that gains most from float, five at least</source>
        <translation>保留浮点增益最大的十分之一的组，至少五组</translation>
    </message>
    <message>
        <source>Measure sensitivity first</source>
        <translation>请先测量敏感度</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>%1 could not be written. Choose a folder that you may write to.</source>
        <translation>无法写入 %1。请选择有写权限的文件夹。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::LayerTimes</name>
    <message>
        <source>Costliest layers</source>
        <translation>最耗时的层</translation>
    </message>
    <message>
        <source>The layers that take most time appear here once they have been measured.</source>
        <translation>测量后，最耗时的层显示于此。</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
</context>
<context>
    <name>pwb::ui::LayersJob</name>
    <message>
        <source>Measuring sensitivity</source>
        <translation>测量敏感度</translation>
    </message>
    <message>
        <source>Measuring layers</source>
        <translation>测量各层</translation>
    </message>
    <message>
        <source>Rebuilding INT8</source>
        <translation>重建 INT8</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
</context>
<context>
    <name>pwb::ui::LayersPage</name>
    <message>
        <source>Layers</source>
        <translation>逐层</translation>
    </message>
    <message>
        <source>what each layer really runs in, takes and costs</source>
        <translation>每一层实际的运行精度、耗时与代价</translation>
    </message>
    <message>
        <source>Layer by layer</source>
        <translation>逐层分析</translation>
    </message>
    <message>
        <source>Stopped. The run is as it was.</source>
        <translation>已停止。运行保持原状。</translation>
    </message>
    <message>
        <source>Measure layers</source>
        <translation>测量各层</translation>
    </message>
    <message>
        <source>Finds out what each layer really runs in and how long it takes</source>
        <translation>查明每一层实际的运行精度与耗时</translation>
    </message>
    <message>
        <source>Measure sensitivity</source>
        <translation>测量敏感度</translation>
    </message>
    <message>
        <source>Tries every group of layers alone in INT8 and alone in float; takes a while</source>
        <translation>逐组尝试仅用 INT8 与仅用浮点；需要一些时间</translation>
    </message>
    <message>
        <source>Charts as tables</source>
        <translation>图表转为表格</translation>
    </message>
    <message>
        <source>Here stands what precision each layer really runs in, how long it takes in each engine, the range of its values, and what INT8 costs it. “Measure layers” finds out; “Measure sensitivity” also tries which layers are better left in float.</source>
        <translation>此处显示每一层实际的运行精度、在各引擎中的耗时、数值范围以及 INT8 的代价。“测量各层”可查明；“测量敏感度”还会试出哪些层更宜保留浮点。</translation>
    </message>
    <message>
        <source>Here stands what precision each layer really runs in, how long it takes in each engine, the range of its values, and what INT8 costs it, once a run is finished.</source>
        <translation>运行完成后，此处显示每一层实际的运行精度、在各引擎中的耗时、数值范围以及 INT8 的代价。</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>重新测量</translation>
    </message>
</context>
<context>
    <name>pwb::ui::MainWindow</name>
    <message>
        <source>Stopped. Everything done so far is kept; Resume continues.</source>
        <translation>已停止。已完成的部分全部保留；点击“继续”可接着运行。</translation>
    </message>
    <message>
        <source>, %1 samples</source>
        <translation>，%1 个样本</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新运行</translation>
    </message>
    <message>
        <source>This cannot run yet: %1.</source>
        <translation>现在还不能运行：%1。</translation>
    </message>
    <message>
        <source>Open a run&apos;s folder</source>
        <translation>打开运行文件夹</translation>
    </message>
    <message>
        <source>A run is in progress. Cancel it first, then open another one.</source>
        <translation>有运行正在进行。请先取消它，再打开另一个。</translation>
    </message>
    <message>
        <source>opening %1 …</source>
        <translation>正在打开 %1 …</translation>
    </message>
    <message>
        <source>drop a model and labelled data</source>
        <translation>请拖入模型和带标签的数据</translation>
    </message>
    <message>
        <source>“%1” is not something this window can use. Drop an ONNX model, a folder of images per class or with annotations (COCO, YOLO, CSV), a tensor file (.npz, .npy), a video, or the folder of an earlier run.</source>
        <translation>本窗口无法使用“%1”。请拖入 ONNX 模型、按类别或带标注（COCO、YOLO、CSV）的图像文件夹、张量文件（.npz、.npy）、视频，或以前运行的文件夹。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::MatrixTools</name>
    <message>
        <source>Find class</source>
        <translation>查找类别</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>Share of row</source>
        <translation>占行比例</translation>
    </message>
    <message>
        <source>Difference to FP32</source>
        <translation>与 FP32 之差</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Show all classes</source>
        <translation>显示全部类别</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Show the matrices as a table</source>
        <translation>以表格显示矩阵</translation>
    </message>
    <message>
        <source>Matrices as table</source>
        <translation>矩阵转为表格</translation>
    </message>
</context>
<context>
    <name>pwb::ui::MemoryPage</name>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>of each engine’s own process, without the bare runtime</source>
        <translation>各引擎自身进程的内存，不含运行时本身</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>峰值内存</translation>
    </message>
    <message>
        <source>batch 1, what the peak is made of</source>
        <translation>批次 1，峰值的构成</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>Peak over batch</source>
        <translation>峰值随批次变化</translation>
    </message>
    <message>
        <source>Peak memory over batch size</source>
        <translation>峰值内存随批次大小变化</translation>
    </message>
    <message>
        <source>Memory and size</source>
        <translation>内存与大小</translation>
    </message>
    <message>
        <source>Weights: as stored in the optimised graph. Running adds: peak minus what loading took. Sizes in powers of 1,024.</source>
        <translation>权重：按优化后图中的存储计。运行增加：峰值减去加载所占。大小以 1,024 的幂计。</translation>
    </message>
    <message>
        <source>Charts as tables</source>
        <translation>图表转为表格</translation>
    </message>
    <message>
        <source>The memory of this run was not measured. Run it again without --no-measure to see it here.</source>
        <translation>本次运行未测量内存。去掉 --no-measure 重新运行即可在此查看。</translation>
    </message>
    <message>
        <source>Memory appears here once the engines have run, each in its own process.</source>
        <translation>各引擎在各自进程中运行后，内存显示在这里。</translation>
    </message>
    <message>
        <source>The size of each engine file appears here once it is built.</source>
        <translation>引擎文件构建完成后，其大小显示在这里。</translation>
    </message>
    <message>
        <source>All figures of memory and size, side by side.</source>
        <translation>内存与大小的全部数值，并排显示。</translation>
    </message>
    <message>
        <source>after loading</source>
        <translation>加载后</translation>
    </message>
    <message>
        <source>running adds</source>
        <translation>运行增加</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Only one batch size was measured.</source>
        <translation>只测量了一种批次大小。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ModelCard</name>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点数</translation>
    </message>
    <message>
        <source>Share of nodes</source>
        <translation>节点占比</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>recognised</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>Classification</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Detection</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Open an ONNX model (Ctrl+O)</source>
        <translation>打开 ONNX 模型 (Ctrl+O)</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Opset</source>
        <translation>Opset</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Operators of the model</source>
        <translation>模型的算子</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>%1, %2, SHA-256 %3 … %4</source>
        <translation>%1，%2，SHA-256 %3 … %4</translation>
    </message>
    <message>
        <source>read, checked</source>
        <translation>已读取并检查</translation>
    </message>
    <message>
        <source>Classification, %1 classes</source>
        <translation>分类，%1 类</translation>
    </message>
    <message>
        <source>not recognised</source>
        <translation>未识别</translation>
    </message>
    <message>
        <source>%1 nodes, %2 kinds</source>
        <translation>%1 个节点，%2 种</translation>
    </message>
    <message>
        <source>Drop an ONNX model here</source>
        <translation>将 ONNX 模型拖到此处</translation>
    </message>
    <message>
        <source>or click to choose one; opset 7 and newer</source>
        <translation>或点击选择；支持 opset 7 及以上</translation>
    </message>
</context>
<context>
    <name>pwb::ui::NumberField</name>
    <message>
        <source>A number from %1 to %2, or nothing.</source>
        <translation>%1 到 %2 之间的数，或留空。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ObjectChangesModel</name>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Annotated</source>
        <translation>有标注</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>√area, px</source>
        <translation>√面积，px</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ObjectFateBars</name>
    <message>
        <source>%1 loses no annotated object.</source>
        <translation>%1 没有丢失标注目标。</translation>
    </message>
    <message>
        <source>%1 loses %2 annotated objects that FP32 finds, %3 of them under 15 px.</source>
        <translation>%1 丢失 %2 个 FP32 检出的标注目标，其中 %3 个小于 15 px。</translation>
    </message>
    <message>
        <source>Objects that differ from FP32</source>
        <translation>与 FP32 不同的目标</translation>
    </message>
    <message>
        <source>The objects that FP16 and INT8 lose or add against FP32 are counted here after evaluation.</source>
        <translation>评估后，此处统计 FP16 和 INT8 相对 FP32 丢失或新增的目标。</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>moved or other class</source>
        <translation>移位或换类别</translation>
    </message>
    <message>
        <source>Full colour: annotated.</source>
        <translation>深色部分：有标注。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ObjectFilterCard</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Lost small objects</source>
        <translation>丢失的小目标</translation>
    </message>
    <message>
        <source>Only what is lost and at most %1 px</source>
        <translation>仅列出丢失且不大于 %1 px 的目标</translation>
    </message>
    <message>
        <source>only annotated (really lost)</source>
        <translation>仅有标注的（确实丢失）</translation>
    </message>
    <message>
        <source>Lost or new objects that are in the annotations, not false detections</source>
        <translation>标注中存在的丢失或新增目标，不含误检</translation>
    </message>
    <message>
        <source>√area, px</source>
        <translation>√面积，px</translation>
    </message>
    <message>
        <source>Objects of %1 px</source>
        <translation>%1 px 的目标</translation>
    </message>
    <message>
        <source>List objects of %1 px</source>
        <translation>列出 %1 px 的目标</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Detections with a confidence of %1 and more are compared.</source>
        <translation>比较置信度不低于 %1 的检测结果。</translation>
    </message>
    <message>
        <source>%1 of FP32&apos;s %2 objects are kept.</source>
        <translation>FP32 的 %2 个目标中保留 %1 个。</translation>
    </message>
    <message>
        <source>Their confidence changes by %1 on average.</source>
        <translation>其置信度平均变化 %1。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ObjectPictureCard</name>
    <message>
        <source>Picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>annotated</source>
        <translation>有标注</translation>
    </message>
    <message>
        <source>Annotated objects as dashed outlines (A)</source>
        <translation>以虚线框显示标注的目标（A）</translation>
    </message>
    <message>
        <source>Previous object (K)</source>
        <translation>上一个目标（K）</translation>
    </message>
    <message>
        <source>Next object (J)</source>
        <translation>下一个目标（J）</translation>
    </message>
    <message>
        <source>Smaller (−)</source>
        <translation>缩小（−）</translation>
    </message>
    <message>
        <source>fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>The whole picture (0)</source>
        <translation>整幅图像（0）</translation>
    </message>
    <message>
        <source>Larger (+)</source>
        <translation>放大（+）</translation>
    </message>
    <message>
        <source>object</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>The chosen object enlarged (O)</source>
        <translation>放大所选目标（O）</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>以表格显示</translation>
    </message>
    <message>
        <source>Saves the pictures as PNG or SVG</source>
        <translation>将图像保存为 PNG 或 SVG</translation>
    </message>
    <message>
        <source>Save pictures</source>
        <translation>保存图像</translation>
    </message>
    <message>
        <source>Choose an object in the list to see it in the picture, for every engine.</source>
        <translation>在列表中选择一个目标，即可在各引擎的图像中查看。</translation>
    </message>
    <message>
        <source>confidence %1 and more</source>
        <translation>置信度不低于 %1</translation>
    </message>
    <message>
        <source>%1 × %2, %3</source>
        <translation>%1 × %2，%3</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ObjectTable</name>
    <message>
        <source>Objects that changed</source>
        <translation>变化的目标</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copies the list with its units, separated by tabs</source>
        <translation>复制列表（含单位，以制表符分隔）</translation>
    </message>
</context>
<context>
    <name>pwb::ui::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>复制表格</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Charts as tables</source>
        <translation>图表转为表格</translation>
    </message>
    <message>
        <source>The table is on the clipboard.</source>
        <translation>表格已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Accuracy against latency</source>
        <translation>准确率与延迟</translation>
    </message>
    <message>
        <source>bars: 95 % interval and spread of rounds</source>
        <translation>误差线：95 % 区间与各轮波动</translation>
    </message>
    <message>
        <source>Answers that differ from FP32</source>
        <translation>与 FP32 不同的回答</translation>
    </message>
    <message>
        <source>run in progress, %1 so far</source>
        <translation>运行中，已用 %1</translation>
    </message>
    <message>
        <source>verdict, figures, trade-off</source>
        <translation>结论、数值与权衡</translation>
    </message>
    <message>
        <source>finished in %1</source>
        <translation>用时 %1</translation>
    </message>
    <message>
        <source>stopped after %1; Resume continues it</source>
        <translation>%1 后停止；点击“继续”可接着运行</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>尚无运行</translation>
    </message>
    <message>
        <source>drop a model and data on the window, then Run</source>
        <translation>将模型和数据拖到窗口上，然后运行</translation>
    </message>
    <message>
        <source>The verdict appears here with its reason and the facts it rests on.</source>
        <translation>结论及其理由和依据显示在这里。</translation>
    </message>
    <message>
        <source>No verdict</source>
        <translation>无结论</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>stopping; everything done so far is kept</source>
        <translation>正在停止；已完成的部分全部保留</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>约剩 %1</translation>
    </message>
    <message>
        <source>estimating the time left</source>
        <translation>正在估计剩余时间</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>尚未得出</translation>
    </message>
    <message>
        <source>Pages fill as parts finish</source>
        <translation>各页随进度填充</translation>
    </message>
    <message>
        <source>The table fills while a run goes on, FP32 first.</source>
        <translation>运行过程中表格逐步填充，先填 FP32。</translation>
    </message>
    <message>
        <source>Figures in italics are from the samples seen so far and still move. Finished figures do not change any more.</source>
        <translation>斜体数值来自目前已处理的样本，仍会变动；已完成的数值不再改变。</translation>
    </message>
    <message>
        <source>finished, baseline</source>
        <translation>已完成，基线</translation>
    </message>
    <message>
        <source>not asked for</source>
        <translation>未选用</translation>
    </message>
    <message>
        <source>± is half the 95 % Wilson interval. Bold: best of the row, where the difference is outside its spread.</source>
        <translation>± 为 95 % Wilson 区间的一半。粗体：该行最佳，且差异超出其波动范围。</translation>
    </message>
    <message>
        <source>Objects that differ from FP32</source>
        <translation>与 FP32 不同的目标</translation>
    </message>
    <message>
        <source>at confidence %1</source>
        <translation>置信度 %1</translation>
    </message>
    <message>
        <source>± is half the 95 % bootstrap interval, by image. Bold: best of the row, where the difference is outside its spread.</source>
        <translation>± 为按图像自助法 95 % 区间的一半。粗体：该行最佳，且差异超出其波动范围。</translation>
    </message>
    <message>
        <source>INT8 (plain) shows what quantising every layer would lose; it is no candidate.</source>
        <translation>INT8 (plain) 显示量化所有层会损失什么，不是候选。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::PaperView</name>
    <message>
        <source>Pages of the report</source>
        <translation>报告页面</translation>
    </message>
</context>
<context>
    <name>pwb::ui::PercentilesCard</name>
    <message>
        <source>Percentiles</source>
        <translation>百分位数</translation>
    </message>
    <message>
        <source>Latency percentiles</source>
        <translation>延迟百分位数</translation>
    </message>
    <message>
        <source>batch %1, %2 runs each</source>
        <translation>批次 %1，各 %2 次</translation>
    </message>
</context>
<context>
    <name>pwb::ui::PerformancePage</name>
    <message>
        <source>Performance</source>
        <translation>性能</translation>
    </message>
    <message>
        <source>measured one engine at a time, each in its own process</source>
        <translation>逐个引擎测量，各在自己的进程中</translation>
    </message>
    <message>
        <source>Charts as tables</source>
        <translation>图表转为表格</translation>
    </message>
    <message>
        <source>This run was not timed. Run it again without --no-measure to see speed here.</source>
        <translation>本次运行未计时。去掉 --no-measure 重新运行即可在此查看速度。</translation>
    </message>
    <message>
        <source>Speed appears here once the engines have been timed, one at a time, after evaluation.</source>
        <translation>评估后逐个为引擎计时，速度显示在这里。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::PinBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Rebuild INT8</source>
        <translation>重建 INT8</translation>
    </message>
    <message>
        <source>Builds the INT8 engine anew with these layers in float, evaluates and measures it</source>
        <translation>以这些层为浮点重新构建 INT8 引擎，并评估和测量</translation>
    </message>
    <message>
        <source>No layer is pinned to float.</source>
        <translation>没有层固定为浮点。</translation>
    </message>
    <message>
        <source>1 layer pinned to float</source>
        <translation>1 层固定为浮点</translation>
    </message>
    <message>
        <source>%1 layers pinned to float</source>
        <translation>%1 层固定为浮点</translation>
    </message>
    <message>
        <source>as built</source>
        <translation>与已构建的一致</translation>
    </message>
</context>
<context>
    <name>pwb::ui::PrecisionRecallChart</name>
    <message>
        <source>Precision over recall</source>
        <translation>精确率–召回率</translation>
    </message>
    <message>
        <source>Precision over recall appears here once annotated images are evaluated.</source>
        <translation>评估有标注的图像后，此处显示精确率–召回率曲线。</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>%1, recall %2</source>
        <translation>%1，召回率 %2</translation>
    </message>
    <message>
        <source>%1: precision %2</source>
        <translation>%1：精确率 %2</translation>
    </message>
    <message>
        <source>The images of this run are not annotated.</source>
        <translation>此次运行的图像没有标注。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::PreprocessDialog</name>
    <message>
        <source>guessed</source>
        <translation>推测</translation>
    </message>
    <message>
        <source>as given</source>
        <translation>按指定</translation>
    </message>
    <message>
        <source>by the model&apos;s first nodes</source>
        <translation>按模型的首批节点</translation>
    </message>
    <message>
        <source>as now (%1)</source>
        <translation>现行（%1）</translation>
    </message>
    <message>
        <source>variation</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>%1 ways were tried in FP32 on %2 labelled samples.</source>
        <translation>以 FP32 在 %2 个带标签样本上试验了 %1 种方式。</translation>
    </message>
    <message>
        <source>None does better than what a run takes now.</source>
        <translation>没有一种优于运行现在采用的方式。</translation>
    </message>
    <message>
        <source>Reading model and data</source>
        <translation>正在读取模型和数据</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Find the preprocessing by trying</source>
        <translation>逐一试验预处理</translation>
    </message>
    <message>
        <source>Trying, in FP32 on up to %1 samples · %2 left</source>
        <translation>以 FP32 在至多 %1 个样本上试验 · 剩余 %2</translation>
    </message>
    <message>
        <source>Trying, in FP32 on up to %1 samples</source>
        <translation>以 FP32 在至多 %1 个样本上试验</translation>
    </message>
    <message>
        <source>top-1</source>
        <translation>top-1</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>log-likelihood</source>
        <translation>对数似然</translation>
    </message>
    <message>
        <source>Differs from the first in</source>
        <translation>与第一种的不同</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The first gets %1 %, what a run takes now %2 %: a significant difference.</source>
        <translation>第一种为 %1 %，运行现在采用的方式为 %2 %：差异显著。</translation>
    </message>
    <message>
        <source>The first gets %1 %, what a run takes now %2 %: these samples do not prove that it is better.</source>
        <translation>第一种为 %1 %，运行现在采用的方式为 %2 %：这些样本不足以证明它更好。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::PreviewStrip</name>
    <message>
        <source>Samples as the model will see them: %1</source>
        <translation>模型将看到的样本：%1</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ProgressLane</name>
    <message>
        <source>not started</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>pwb::ui::Rail</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>pwb::ui::RampLegend</name>
    <message>
        <source>%1 worse</source>
        <translation>变差 %1</translation>
    </message>
    <message>
        <source>%1 better</source>
        <translation>变好 %1</translation>
    </message>
    <message>
        <source>Colours from %1 to %2</source>
        <translation>颜色从 %1 到 %2</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ReliabilityChart</name>
    <message>
        <source>Reliability</source>
        <translation>可靠性</translation>
    </message>
    <message>
        <source>How often each engine is as right as it is sure appears here after evaluation.</source>
        <translation>评估后，这里显示各引擎的把握与正确率是否一致。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>自</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>count</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>detections</source>
        <translation>检测结果</translation>
    </message>
    <message>
        <source>share right</source>
        <translation>正确比例</translation>
    </message>
    <message>
        <source>Share right</source>
        <translation>正确比例</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ReportPage</name>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>The printed report appears here when there is a run. It holds what the pages show, with the machine, the settings and all warnings.</source>
        <translation>有运行时，这里显示打印版报告。它包含各页内容，以及机器、设置和全部警告。</translation>
    </message>
    <message>
        <source>preview and export</source>
        <translation>预览与导出</translation>
    </message>
    <message>
        <source>Export as %1</source>
        <translation>导出为 %1</translation>
    </message>
    <message>
        <source>preview and export, %1 pages of A4</source>
        <translation>预览与导出，A4 共 %1 页</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
</context>
<context>
    <name>pwb::ui::RequirementRow</name>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
</context>
<context>
    <name>pwb::ui::RequirementsCard</name>
    <message>
        <source>FP16 arithmetic</source>
        <translation>支持 FP16 运算</translation>
    </message>
    <message>
        <source>no FP16 arithmetic</source>
        <translation>不支持 FP16 运算</translation>
    </message>
    <message>
        <source>INT8 arithmetic</source>
        <translation>支持 INT8 运算</translation>
    </message>
    <message>
        <source>no INT8 arithmetic</source>
        <translation>不支持 INT8 运算</translation>
    </message>
    <message>
        <source>Requirements</source>
        <translation>需求</translation>
    </message>
    <message>
        <source>% of FP32</source>
        <translation>% FP32</translation>
    </message>
    <message>
        <source>Safety-critical</source>
        <translation>安全关键</translation>
    </message>
    <message>
        <source>Retraining possible</source>
        <translation>可重新训练</translation>
    </message>
    <message>
        <source>detection only</source>
        <translation>仅用于检测</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Batch sizes</source>
        <translation>批次大小</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>路数</translation>
    </message>
    <message>
        <source>measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>leave empty what does not matter</source>
        <translation>不关心的留空</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>All fields of this page but the model and the data</source>
        <translation>本页除模型和数据外的所有字段</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>摄像头数</translation>
    </message>
    <message>
        <source>Frames per second of each camera</source>
        <translation>每个摄像头的帧率</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Latency, end to end</source>
        <translation>端到端延迟</translation>
    </message>
    <message>
        <source>decode to answer, 99 of 100 frames</source>
        <translation>从解码到回答，100 帧中的 99 帧</translation>
    </message>
    <message>
        <source>Accuracy floor</source>
        <translation>准确率下限</translation>
    </message>
    <message>
        <source>at the worse end of the interval</source>
        <translation>按区间较差一端判断</translation>
    </message>
    <message>
        <source>Memory budget</source>
        <translation>内存预算</translation>
    </message>
    <message>
        <source>of the target device</source>
        <translation>目标设备的内存</translation>
    </message>
    <message>
        <source>Smallest object</source>
        <translation>最小目标</translation>
    </message>
    <message>
        <source>then FP16 at least</source>
        <translation>至少使用 FP16</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>batches</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>streams</source>
        <translation>路数</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Runs per engine and batch</source>
        <translation>每引擎每批次的运行次数</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Whole numbers divided by commas, such as 1, 8, 16.</source>
        <translation>以逗号分隔的整数，例如 1, 8, 16。</translation>
    </message>
    <message>
        <source>%1 frames per second in total</source>
        <translation>总计每秒 %1 帧</translation>
    </message>
    <message>
        <source>both, or neither</source>
        <translation>两者都填或都不填</translation>
    </message>
    <message>
        <source>off: accuracy and size only</source>
        <translation>关闭：仅准确率与大小</translation>
    </message>
    <message>
        <source>1 thread</source>
        <translation>1 个线程</translation>
    </message>
    <message>
        <source>%1 threads</source>
        <translation>%1 个线程</translation>
    </message>
    <message>
        <source>batches %1</source>
        <translation>批次 %1</translation>
    </message>
    <message>
        <source>streams %1</source>
        <translation>路数 %1</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 次</translation>
    </message>
    <message>
        <source>Cameras × fps</source>
        <translation>摄像头数 × 帧率</translation>
    </message>
    <message>
        <source>then QAT may be advised</source>
        <translation>可能建议量化感知训练 (QAT)</translation>
    </message>
</context>
<context>
    <name>pwb::ui::SampleAnswers</name>
    <message>
        <source>Sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Answers to this sample</source>
        <translation>对该样本的回答</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>K</source>
        <translation>K</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>J</source>
        <translation>J</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Copies the whole path of the picture</source>
        <translation>复制图片的完整路径</translation>
    </message>
    <message>
        <source>the five likeliest classes of each engine; J and K go to the next and the previous sample</source>
        <translation>各引擎最可能的五个类别；J 和 K 切换到下一个和上一个样本</translation>
    </message>
    <message>
        <source>Choose a sample on the left to see it with the answers of all engines.</source>
        <translation>在左侧选择一个样本，查看它以及所有引擎的答案。</translation>
    </message>
    <message>
        <source>true class %1, %2</source>
        <translation>真实类别 %1，%2</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>the true class</source>
        <translation>真实类别</translation>
    </message>
</context>
<context>
    <name>pwb::ui::SampleFilterCard</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>True class</source>
        <translation>真实类别</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>confidence fell by ≥ 0.2</source>
        <translation>置信度下降 ≥ 0.2</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>1 sample</source>
        <translation>1 个样本</translation>
    </message>
    <message>
        <source>%1 samples</source>
        <translation>%1 个样本</translation>
    </message>
    <message>
        <source>The samples whose answer changes are listed here once a comparison has run.</source>
        <translation>运行对比后，这里列出回答发生变化的样本。</translation>
    </message>
    <message>
        <source>%1 has no answers yet.</source>
        <translation>%1 尚无回答。</translation>
    </message>
    <message>
        <source>No answer of %1 changed here. Esc clears the filter.</source>
        <translation>此处 %1 没有回答发生变化。Esc 清除筛选。</translation>
    </message>
    <message>
        <source>%1 answers as FP32 does, for every sample.</source>
        <translation>对每个样本，%1 的回答都与 FP32 相同。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::SampleGrid</name>
    <message>
        <source>both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>not in %1</source>
        <translation>不在 %1 中</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Images of the chosen cell</source>
        <translation>所选单元格的图像</translation>
    </message>
</context>
<context>
    <name>pwb::ui::SamplePicture</name>
    <message>
        <source>Picture %1</source>
        <translation>图片 %1</translation>
    </message>
</context>
<context>
    <name>pwb::ui::SearchSteps</name>
    <message>
        <source>Mixed-precision search</source>
        <translation>混合精度搜索</translation>
    </message>
    <message>
        <source>A search for the layers that must stay float appears here, step by step.</source>
        <translation>必须保留浮点的层的搜索过程逐步显示于此。</translation>
    </message>
    <message>
        <source>Accuracy, %</source>
        <translation>准确率，%</translation>
    </message>
    <message>
        <source>all in INT8</source>
        <translation>全部 INT8</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 步</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 步</translation>
    </message>
    <message>
        <source>floor, %1 points below FP32</source>
        <translation>下限，比 FP32 低 %1 个百分点</translation>
    </message>
    <message>
        <source>%1 left float: %2, %3</source>
        <translation>%1 保留浮点：%2，%3</translation>
    </message>
</context>
<context>
    <name>pwb::ui::SensitivityCard</name>
    <message>
        <source>Sensitivity</source>
        <translation>敏感度</translation>
    </message>
    <message>
        <source>by layer</source>
        <translation>按层</translation>
    </message>
    <message>
        <source>search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>search: %1 % reached</source>
        <translation>搜索：达到 %1 %</translation>
    </message>
    <message>
        <source>search: only %1 % reached</source>
        <translation>搜索：仅达到 %1 %</translation>
    </message>
</context>
<context>
    <name>pwb::ui::SetupCard</name>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>File: list, annotations, tensors, video…</source>
        <translation>文件：列表、标注、张量、视频…</translation>
    </message>
</context>
<context>
    <name>pwb::ui::SetupPage</name>
    <message>
        <source>Setup</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>model, data, calibration, requirements</source>
        <translation>模型、数据、校准、需求</translation>
    </message>
    <message>
        <source>Open model</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>ONNX models (*.onnx);;All files (*)</source>
        <translation>ONNX 模型 (*.onnx);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open calibration data</source>
        <translation>打开校准数据</translation>
    </message>
    <message>
        <source>a model is missing</source>
        <translation>缺少模型</translation>
    </message>
    <message>
        <source>the model cannot be used</source>
        <translation>模型无法使用</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>the data cannot be used</source>
        <translation>数据无法使用</translation>
    </message>
    <message>
        <source>the preprocessing is incomplete</source>
        <translation>预处理不完整</translation>
    </message>
    <message>
        <source>the calibration data cannot be used</source>
        <translation>校准数据无法使用</translation>
    </message>
    <message>
        <source>Running; changes here count for the next run</source>
        <translation>正在运行；此处的更改用于下一次运行</translation>
    </message>
    <message>
        <source>Ready to run</source>
        <translation>可以运行</translation>
    </message>
    <message>
        <source>Not ready: %1</source>
        <translation>未就绪：%1</translation>
    </message>
    <message>
        <source>Save the calibration set as a manifest</source>
        <translation>将校准集保存为清单</translation>
    </message>
    <message>
        <source>CSV list (*.csv)</source>
        <translation>CSV 清单 (*.csv)</translation>
    </message>
    <message>
        <source>drop a model and labelled data</source>
        <translation>请拖入模型和带标签的数据</translation>
    </message>
    <message>
        <source>labelled data are missing</source>
        <translation>缺少带标签的数据</translation>
    </message>
    <message>
        <source>the data has no labels</source>
        <translation>数据没有标签</translation>
    </message>
    <message>
        <source>Open validation data</source>
        <translation>打开验证数据</translation>
    </message>
    <message>
        <source>Open validation data: a folder of images</source>
        <translation>打开验证数据：图像文件夹</translation>
    </message>
    <message>
        <source>Data (%1);;All files (*)</source>
        <translation>数据 (%1);;所有文件 (*)</translation>
    </message>
    <message>
        <source>the model&apos;s task is not recognised; choose it</source>
        <translation>未识别出模型的任务，请选择</translation>
    </message>
    <message>
        <source>the detector&apos;s outputs are not understood</source>
        <translation>无法理解检测器的输出</translation>
    </message>
    <message>
        <source>the data is labelled for another task</source>
        <translation>数据的标注属于另一种任务</translation>
    </message>
    <message>
        <source>a run is in progress</source>
        <translation>运行正在进行</translation>
    </message>
    <message>
        <source>Trying needs a model and labelled data: %1.</source>
        <translation>逐一试验需要模型和带标签的数据：%1。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::SizeBars</name>
    <message>
        <source>Accuracy by object size</source>
        <translation>按目标大小的准确率</translation>
    </message>
    <message>
        <source>Average precision by object size appears here once annotated images are evaluated.</source>
        <translation>评估有标注的图像后，此处显示按目标大小的平均精确率。</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Object size</source>
        <translation>目标大小</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>no objects</source>
        <translation>无目标</translation>
    </message>
    <message>
        <source>1 object</source>
        <translation>1 个目标</translation>
    </message>
    <message>
        <source>%1 objects</source>
        <translation>%1 个目标</translation>
    </message>
    <message>
        <source>%1, %2: %3 %4 % of %5 objects</source>
        <translation>%1，%2：%3 %4 %，共 %5 个目标</translation>
    </message>
    <message>
        <source>small</source>
        <translation>小</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>large</source>
        <translation>大</translation>
    </message>
    <message>
        <source>The images of this run are not annotated: how accurate its engines are cannot be told. The Changes page shows where they differ from FP32.</source>
        <translation>此次运行的图像没有标注，无法判断各引擎的准确率。“变化”页显示它们与 FP32 的不同之处。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::SizeView</name>
    <message>
        <source>Show the chart as a table</source>
        <translation>将图表显示为表格</translation>
    </message>
    <message>
        <source>Chart as table</source>
        <translation>图表转为表格</translation>
    </message>
    <message>
        <source>By object size</source>
        <translation>按目标大小</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Precision over recall</source>
        <translation>精确率–召回率</translation>
    </message>
    <message>
        <source>What plain INT8 would lose</source>
        <translation>普通 INT8 会损失什么</translation>
    </message>
    <message>
        <source>AP50 and recall of small objects</source>
        <translation>小目标的 AP50 与召回率</translation>
    </message>
    <message>
        <source>Found, missed and false</source>
        <translation>检出、漏检与误检</translation>
    </message>
    <message>
        <source>Of all classes. Found: an object of the same class overlaps at IoU 0.5. The confidence is the one at which FP32’s F1 is highest, unless the run was given another.</source>
        <translation>所有类别合计。检出：与同类目标的重叠达到 IoU 0.5。置信度取 FP32 的 F1 最高处，除非运行时另有指定。</translation>
    </message>
    <message>
        <source>mean of all classes</source>
        <translation>所有类别的平均</translation>
    </message>
    <message>
        <source>the %1 classes that lose most</source>
        <translation>损失最大的 %1 个类别</translation>
    </message>
    <message>
        <source>at IoU 0.5</source>
        <translation>IoU 0.5</translation>
    </message>
    <message>
        <source>What INT8 with every layer quantised would lose on small objects appears here once FP32, INT8 and plain INT8 are evaluated.</source>
        <translation>FP32、INT8 和普通 INT8 评估后，此处显示量化所有层在小目标上会损失什么。</translation>
    </message>
    <message>
        <source>This run has no INT8 with every layer quantised to compare with.</source>
        <translation>此次运行没有可对照的全层量化 INT8。</translation>
    </message>
    <message>
        <source>small objects, %1</source>
        <translation>小目标，%1</translation>
    </message>
    <message>
        <source>What each engine finds and misses appears here once annotated images are evaluated.</source>
        <translation>评估有标注的图像后，此处显示各引擎的检出与漏检。</translation>
    </message>
    <message>
        <source>at confidence %1</source>
        <translation>置信度 %1</translation>
    </message>
    <message>
        <source>The images of this run are not annotated.</source>
        <translation>此次运行的图像没有标注。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::StatusLine</name>
    <message>
        <source>no run open</source>
        <translation>未打开运行</translation>
    </message>
    <message>
        <source>stored as it is produced; a cancelled run can be resumed</source>
        <translation>随时保存；取消的运行可以继续</translation>
    </message>
    <message>
        <source>nothing written yet</source>
        <translation>尚未写入任何内容</translation>
    </message>
    <message>
        <source>all figures stored</source>
        <translation>全部数值已保存</translation>
    </message>
    <message>
        <source>unfinished; what was done is stored</source>
        <translation>未完成；已完成的部分已保存</translation>
    </message>
    <message>
        <source>%1 provider, %2, %3</source>
        <translation>%1 执行后端，%2，%3</translation>
    </message>
    <message>
        <source>1 thread</source>
        <translation>1 个线程</translation>
    </message>
    <message>
        <source>%1 threads</source>
        <translation>%1 个线程</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ThroughputCard</name>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>over batch</source>
        <translation>随批次</translation>
    </message>
    <message>
        <source>over streams</source>
        <translation>随路数</translation>
    </message>
    <message>
        <source>median of the rounds</source>
        <translation>各轮中位数</translation>
    </message>
    <message>
        <source>FPS</source>
        <translation>FPS</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>streams</source>
        <translation>路数</translation>
    </message>
    <message>
        <source>needed: %1</source>
        <translation>需要：%1</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ThroughputTableCard</name>
    <message>
        <source>Power: </source>
        <translation>功耗：</translation>
    </message>
    <message>
        <source>%1 %2 W</source>
        <translation>%1 %2 W</translation>
    </message>
    <message>
        <source>Throughput table</source>
        <translation>吞吐量表</translation>
    </message>
    <message>
        <source>FPS, median of the rounds</source>
        <translation>FPS，各轮中位数</translation>
    </message>
</context>
<context>
    <name>pwb::ui::TradeOffChart</name>
    <message>
        <source>Accuracy against latency</source>
        <translation>准确率与延迟</translation>
    </message>
    <message>
        <source>Each engine appears here as soon as its accuracy and its latency are known.</source>
        <translation>引擎的准确率和延迟得出后即显示在这里。</translation>
    </message>
    <message>
        <source>accuracy floor, %1 % of FP32</source>
        <translation>准确率下限，FP32 的 %1 %</translation>
    </message>
    <message>
        <source>%1 × %2 fps needs %3 or less</source>
        <translation>%1 × %2 fps 需要不超过 %3</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Latency p50</source>
        <translation>延迟 p50</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>Rounds from</source>
        <translation>各轮自</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>95 % from</source>
        <translation>95 % 自</translation>
    </message>
    <message>
        <source>Latency p50, ms</source>
        <translation>延迟 p50，ms</translation>
    </message>
    <message>
        <source>better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>paired by image</source>
        <translation>按图像配对</translation>
    </message>
    <message>
        <source>paired by sample</source>
        <translation>按样本配对</translation>
    </message>
    <message>
        <source>%1: %2 % (95 %: %3 to %4), p50 %5. The accuracy floor is judged on the difference to FP32, %6, not on this interval.</source>
        <translation>%1：%2 %（95 %：%3 至 %4），p50 %5。准确率下限依据与 FP32 的差异（%6）判断，而非此区间。</translation>
    </message>
    <message>
        <source>Accuracy needs annotated images, and this run has none.</source>
        <translation>准确率需要有标注的图像，此次运行没有。</translation>
    </message>
</context>
<context>
    <name>pwb::ui::ValueHistogram</name>
    <message>
        <source>Values of the layer</source>
        <translation>此层的数值</translation>
    </message>
    <message>
        <source>The values of this layer were not collected.</source>
        <translation>未收集此层的数值。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>自</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>values</source>
        <translation>数值个数</translation>
    </message>
    <message>
        <source>INT8</source>
        <translation>INT8</translation>
    </message>
    <message>
        <source>not quantised</source>
        <translation>未量化</translation>
    </message>
    <message>
        <source>clipped</source>
        <translation>截断</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>pwb::ui::VerdictCard</name>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
</context>
</TS>
