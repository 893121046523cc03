using PersonaGrain.Gateway.Documentation;

namespace PersonaGrain.Gateway.Http;

/// <summary>The names that an operation's query may have; stands in the metadata of its endpoint. Case does not count.</summary>
internal sealed record KnownParameters(IReadOnlySet<string> Names)
{
    /// <summary>Those that its document describes.</summary>
    internal static KnownParameters Of(OperationDocument document) => new(
        document.Parameters.Where(static parameter => !parameter.InHeader).Select(static parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase));
}
