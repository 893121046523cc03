using PersonaGrain.Time;

namespace PersonaGrain.Triggers;

/// <summary>A trigger fired: its deadline passed without the signal that disarms it.</summary>
/// <param name="Trigger">The trigger's name, also the type of the derived signal.</param>
/// <param name="At">The deadline.</param>
/// <param name="Version">Rises by one with each firing for this profile.</param>
public readonly record struct TriggerFiring(string Trigger, Instant At, int Version);
