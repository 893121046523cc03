namespace PersonaGrain.Testing;

/// <summary>Something a test class needs that a machine may lack. Its <see cref="ContractFactAttribute"/> tests, inherited ones included, are skipped without it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class RequirementAttribute : Attribute
{
    /// <summary>Why the tests are skipped, or null when they run.</summary>
    public abstract string? WhyMissing { get; }
}
