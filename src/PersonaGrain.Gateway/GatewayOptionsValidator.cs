using PersonaGrain.Gateway.Browsers;
using PersonaGrain.Gateway.Tokens;

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
        NotBlank(options.Keys.Token, "Keys:Token");
        CheckOrigins(options.Cors.Origins, faults);
        Positive(options.Tokens.MaximumStreams, "Tokens:MaximumStreams");
        Positive(options.Tokens.MaximumLookBack, "Tokens:MaximumLookBack");
        CheckSecrets(options.Tokens, faults);
        if (options.PublicUrl is { } url && !IsPublicUrl(url))
        {
            faults.Add($"PublicUrl is '{url}'; write an address such as https://collect.shop.example");
        }

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
                else if (keys[index].StartsWith(TokenSigner.Prefix, StringComparison.Ordinal))
                {
                    faults.Add($"{name}:{index} begins as tokens do ({TokenSigner.Prefix}); give another key");
                }
            }
        }
    }

    private static void CheckOrigins(IList<string> origins, List<string> faults)
    {
        for (var index = 0; index < origins.Count; index++)
        {
            if (PageOrigin.Parse(origins[index]) is null)
            {
                faults.Add($"Cors:Origins:{index} is '{origins[index]}'; write https://www.shop.example, https://*.shop.example or *, without a path");
            }
        }
    }

    private static void CheckSecrets(GatewayTokens tokens, List<string> faults)
    {
        if (tokens.Secret is { Length: < GatewayTokens.FewestCharacters })
        {
            faults.Add($"Tokens:Secret is shorter than {GatewayTokens.FewestCharacters} characters; make one with: openssl rand -base64 32");
        }

        for (var index = 0; index < tokens.PreviousSecrets.Count; index++)
        {
            if (tokens.PreviousSecrets[index].Length < GatewayTokens.FewestCharacters)
            {
                faults.Add($"Tokens:PreviousSecrets:{index} is shorter than {GatewayTokens.FewestCharacters} characters, as no secret ever was");
            }
        }
    }

    private static bool IsPublicUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.Scheme is "http" or "https") && parsed is { Query: "", Fragment: "", UserInfo: "" };
}
