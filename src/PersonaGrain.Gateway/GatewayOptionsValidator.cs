namespace PersonaGrain.Gateway;

/// <summary>Checks options before the gateway starts; every fault is named at once.</summary>
internal static class GatewayOptionsValidator
{
    /// <summary>What is wrong with the options, empty when nothing is. No key's text is repeated.</summary>
    internal static IReadOnlyList<string> Check(GatewayOptions options)
    {
        var faults = new List<string>();
        Positive(options.MaximumEventBytes, nameof(options.MaximumEventBytes));
        Positive(options.MaximumBatchBytes, nameof(options.MaximumBatchBytes));
        Positive(options.MaximumBatchEvents, nameof(options.MaximumBatchEvents));
        Positive(options.MaximumSignalStreamBytes, nameof(options.MaximumSignalStreamBytes));
        Positive(options.SignalChunk, nameof(options.SignalChunk));
        Positive(options.MaximumDocumentBytes, nameof(options.MaximumDocumentBytes));
        Positive(options.GridTimeout.Ticks, nameof(options.GridTimeout));
        Positive(options.MaximumConcurrentRequests, nameof(options.MaximumConcurrentRequests));
        Positive(options.MaximumEventStreams, nameof(options.MaximumEventStreams));
        Positive(options.Heartbeat.Ticks, nameof(options.Heartbeat));
        if (options.MaximumReportedRejections < 0)
        {
            faults.Add($"{nameof(options.MaximumReportedRejections)} is negative; use 0 to name none");
        }

        NotBlank(options.Keys.Write, "Keys:Write");
        NotBlank(options.Keys.Read, "Keys:Read");
        NotBlank(options.Keys.Admin, "Keys:Admin");
        return faults;

        void Positive(long value, string name)
        {
            if (value <= 0)
            {
                faults.Add($"{name} is {value}; it must be greater than 0");
            }
        }

        void NotBlank(IList<string> keys, string name)
        {
            for (var index = 0; index < keys.Count; index++)
            {
                if (string.IsNullOrWhiteSpace(keys[index]))
                {
                    faults.Add($"{name}:{index} is empty; give a key or leave the entry out");
                }
            }
        }
    }
}
