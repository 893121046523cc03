namespace PersonaGrain.Grid.Storage;

/// <summary>An entry with its place in the actor's journal.</summary>
/// <param name="Sequence">Rises with each entry of the actor, in the order in which they happened.</param>
/// <param name="Entry">What happened.</param>
public readonly record struct JournaledEntry(long Sequence, JournalEntry Entry);
