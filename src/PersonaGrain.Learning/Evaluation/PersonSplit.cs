namespace PersonaGrain.Learning.Evaluation;

/// <summary>
/// What a person's landmarks are for. A person has one part for good, so that no generation is judged by people whom an earlier one learned from.
/// </summary>
public enum PersonPart
{
    /// <summary>Weights are learned from them: six people of ten.</summary>
    Train = 0,

    /// <summary>Probabilities are calibrated on them: two of ten.</summary>
    Calibrate = 1,

    /// <summary>Held back, to judge by: two of ten.</summary>
    HoldBack = 2,
}

/// <summary>Deals people to parts by their hash.</summary>
public static class PersonSplit
{
    /// <summary>The part of a person.</summary>
    /// <remarks>
    /// The hash is mixed once more (the finalizer of SplitMix64), as the people of a sample may have been chosen by its bits. Fixed: models that are
    /// stored were judged by it.
    /// </remarks>
    public static PersonPart Of(ulong person) => (Mixed(person + 0x9E3779B97F4A7C15) % 10) switch
    {
        < 6 => PersonPart.Train,
        < 8 => PersonPart.Calibrate,
        _ => PersonPart.HoldBack,
    };

    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
