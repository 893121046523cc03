using System.Text.Json;

namespace PersonaGrain.Cli.Faults;

/// <summary>Goes through all parts of a piece of work.</summary>
internal static class HeldParts
{
    /// <summary>What to go on after, or null at the end.</summary>
    public static long? Next(JsonElement answer) => answer.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;

    /// <summary>Runs part after part and takes each answer; the exit code of the one that failed, or 0.</summary>
    public static async Task<int> RunAsync(Func<long, Task<HeldAnswer>> part, Action<JsonElement> take)
    {
        for (long? after = 0; after is { } position;)
        {
            var answer = await part(position);
            if (answer.Json is not { } json)
            {
                return answer.ExitCode;
            }

            take(json);
            after = Next(json);
        }

        return 0;
    }
}
