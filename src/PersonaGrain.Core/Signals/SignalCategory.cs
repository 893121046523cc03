namespace PersonaGrain.Signals;

/// <summary>What a signal says about a person. Values are stored: explicit and append-only.</summary>
public enum SignalCategory : byte
{
    /// <summary>What they do: views, clicks, searches.</summary>
    Behavioral = 1,

    /// <summary>What they buy, return, subscribe to.</summary>
    Transactional = 2,

    /// <summary>Who they are: age, place, household, role.</summary>
    Demographic = 3,

    /// <summary>The circumstances: device, time of day, weather, channel.</summary>
    Contextual = 4,

    /// <summary>What they say they like (attitudinal): ratings, wish lists, stated interests.</summary>
    Preference = 5,

    /// <summary>Values, lifestyle, personality.</summary>
    Psychographic = 6,
}
