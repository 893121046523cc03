namespace PersonaGrain.Testing.Contracts;

/// <summary>What decides the steps of a random life: each step by its own number, so that a life from which steps are taken out goes on alike.</summary>
public static class Chances
{
    /// <summary>Those of a seed.</summary>
    public static int[] Of(int seed, int steps)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, steps).Select(_ => random.Next())];
    }
}
