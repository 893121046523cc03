namespace PersonaGrain.Cli.Fitting.Tables;

/// <summary>One row of a table.</summary>
/// <param name="Line">The line at which it begins, from 1.</param>
/// <param name="Fields">Its fields of the columns that were asked for, in their order.</param>
internal readonly record struct TableRow(long Line, string[] Fields);
