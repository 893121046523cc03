using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest;

/// <summary>What is said of a line, in words that name the field and the value once.</summary>
internal static class FaultWords
{
    /// <summary>The field, the value where one is known, and what is wrong with it.</summary>
    public static string Of(SignalFault fault)
    {
        if (fault.Field.Length == 0)
        {
            return fault.Message;
        }

        var field = string.IsNullOrEmpty(fault.Sample) ? fault.Field : $"{fault.Field} '{fault.Sample}'";
        return fault.Message.StartsWith(fault.Field + " ", StringComparison.Ordinal) ? field + fault.Message[fault.Field.Length..] : $"{field}: {fault.Message}";
    }
}
