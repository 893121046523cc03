using PersonaGrain.Cli.Mappings;

namespace PersonaGrain.Cli.Fitting.Tables;

/// <summary>What is to be read of a table.</summary>
/// <param name="File">The file, or <c>-</c> for standard input.</param>
/// <param name="Columns">The columns, by name or by position (<c>#3</c>).</param>
internal sealed record TableRequest(string File, IReadOnlyList<string> Columns)
{
    /// <summary>Only rows that all of these take.</summary>
    public IReadOnlyList<RowFilter> Where { get; init; } = [];

    /// <summary>How numbers are written.</summary>
    public NumberNotation Notation { get; init; } = NumberNotation.Plain;

    /// <summary>Rows in which one of the columns has no value are left out, and counted.</summary>
    public bool DropsMissing { get; init; }

    /// <summary>The first line names the columns.</summary>
    public bool HasHeader { get; init; } = true;
}
