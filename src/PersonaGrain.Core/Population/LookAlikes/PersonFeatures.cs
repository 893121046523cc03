namespace PersonaGrain.Population.LookAlikes;

/// <summary>A person as look-alikes are learned from.</summary>
/// <param name="Person">The number that stands for the person.</param>
/// <param name="Relevances">How relevant each measure is, 0 to 1, in the score's order.</param>
public readonly record struct PersonFeatures(ulong Person, float[] Relevances);
