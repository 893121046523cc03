namespace PersonaGrain.Silo.Tests.Chaos;

/// <summary>People of three identities each, whom all drivers send to and join while the others send.</summary>
internal static class ChaosPeople
{
    /// <summary>How many there are.</summary>
    public const int Count = 24;

    /// <summary>Batches of a driver from one join to the next.</summary>
    private const int Distance = 4;

    private const string Anonymous = "anonymous:";

    /// <summary>The identities of a person; the first one holds it in the end.</summary>
    public static string[] IdentitiesOf(int person) => [$"crowd-{person}", $"{Anonymous}crowd-{person}-a", $"{Anonymous}crowd-{person}-b"];

    /// <summary>The identity that holds the person of another one in the end.</summary>
    public static string PersonOf(string identity) => identity.StartsWith(Anonymous, StringComparison.Ordinal) ? identity[Anonymous.Length..^2] : identity;

    /// <summary>What a driver joins after a batch: two of them the same at about the same time, and the others another identity of the same person. Null for nothing.</summary>
    public static string[]? LinkAfter(int driver, int batch)
    {
        if (batch % Distance != 0 || batch / Distance >= Count)
        {
            return null;
        }

        var identities = IdentitiesOf(batch / Distance);
        return driver switch
        {
            0 => [identities[0], identities[1]],
            1 => [identities[2], identities[0]],
            2 => [identities[1], identities[2]],
            _ => identities,
        };
    }
}
