namespace PersonaGrain.Cli.Inspect.Exports;

/// <summary>What an export is to write.</summary>
/// <param name="Segment">Whose members.</param>
/// <param name="Csv">In cells, else one JSON object a line.</param>
/// <param name="Fields">What to tell of each; none for since when it is a member.</param>
/// <param name="Sort">The indexed field to sort by, with <c>-</c> before it for the greatest first; null for no order.</param>
/// <param name="Reasons">Says of each why it is a member.</param>
/// <param name="Limit">The most members; null for all.</param>
internal sealed record ExportRequest(string Segment, bool Csv, string[] Fields, string? Sort, bool Reasons, int? Limit)
{
    /// <summary>The field to sort by; null for no order.</summary>
    public string? Field => Sort?.TrimStart('-');

    /// <summary>Whether the greatest comes first.</summary>
    public bool Descending => Sort?.StartsWith('-') ?? false;
}
