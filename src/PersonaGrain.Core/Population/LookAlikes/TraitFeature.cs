namespace PersonaGrain.Population.LookAlikes;

/// <summary>A value of a trait that many have, as a look-alike compares it: people have it, or they have not.</summary>
/// <param name="Value">The value.</param>
/// <param name="Weight">By how much the log-odds of being a member rise with it.</param>
/// <param name="Members">Which part of the members it was learned from has it, 0 to 1.</param>
/// <param name="Others">Which part of the others.</param>
public sealed record TraitFeature(TraitValue Value, double Weight, double Members, double Others);
