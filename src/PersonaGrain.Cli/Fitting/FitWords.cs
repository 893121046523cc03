using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Cli.Fitting;

/// <summary>Faults of fits as faults of the table.</summary>
internal static class FitWords
{
    /// <summary>The fault, at the column that holds the variable.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="column">The column of a variable; null for none.</param>
    public static DataFaultException Of(FitFault fault, Func<string, string?> column) =>
        new(fault.Message, fault.WhatToDo) { Column = fault.Variable is { } variable ? column(variable) : null };

    /// <summary>The fault, where no column can be named.</summary>
    public static DataFaultException Of(FitFault fault) => Of(fault, static _ => null);
}
