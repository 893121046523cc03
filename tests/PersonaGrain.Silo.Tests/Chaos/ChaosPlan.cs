namespace PersonaGrain.Silo.Tests.Chaos;

/// <summary>A signal of the load. Its id and content stay the same however often it is sent.</summary>
internal sealed record SentSignal(string Id, string Profile, string Type, int? Value, DateTime Time)
{
    /// <summary>The identity that holds the person in the end.</summary>
    public string Person { get; } = ChaosPeople.PersonOf(Profile);

    /// <summary>As a line of the native form.</summary>
    public string Line
    {
        get
        {
            var payment = Value is { } value ? $$$""","value":{{{value}}},"traits":{"total":{"$increment":{{{value}}}}}""" : string.Empty;
            return $$"""{"id":"{{Id}}","profile":"{{Profile}}","type":"{{Type}}","time":"{{Time:O}}"{{payment}}}""";
        }
    }
}

/// <summary>What one driver sends: decided by the seed, up to the times.</summary>
internal sealed class ChaosPlan(int seed, int driver)
{
    /// <summary>Profiles that only this driver sends to.</summary>
    public const int OwnProfiles = 100;

    /// <summary>Profiles that all drivers send to.</summary>
    public const int SharedProfiles = 6;

    private const int Size = 8;
    private readonly Random _random = new((seed * 31) + driver);
    private int _batch;

    /// <summary>The next batch: signals of known profiles, and one profile that nobody will touch again, left with a cart.</summary>
    public IReadOnlyList<SentSignal> Next()
    {
        var number = _batch++;
        var now = DateTime.UtcNow;
        var signals = new List<SentSignal>(Size + 1);
        for (var index = 0; index < Size; index++)
        {
            signals.Add(Signal($"{driver}-{number}-{index}", now));
        }

        signals.Add(new SentSignal($"{driver}-{number}-quiet", $"quiet-{driver}-{number}", "carted", null, now));
        return signals;
    }

    private SentSignal Signal(string id, DateTime now)
    {
        if (_random.Next(5) == 0)
        {
            // Nothing that a trigger waits for: of a firing that a join takes over nobody is told again.
            var identities = ChaosPeople.IdentitiesOf(_random.Next(ChaosPeople.Count));
            var amount = _random.Next(3) == 0 ? _random.Next(1, 60) : (int?)null;
            return new SentSignal(id, identities[_random.Next(identities.Length)], amount is null ? "clicked" : "paid", amount, now);
        }

        var profile = _random.Next(10) == 0 ? $"shared-{_random.Next(SharedProfiles)}" : $"own-{driver}-{_random.Next(OwnProfiles)}";
        return _random.Next(10) switch
        {
            < 5 => new SentSignal(id, profile, "clicked", null, now),
            < 8 => new SentSignal(id, profile, "carted", null, now),
            _ => new SentSignal(id, profile, "paid", _random.Next(1, 60), now),
        };
    }
}
