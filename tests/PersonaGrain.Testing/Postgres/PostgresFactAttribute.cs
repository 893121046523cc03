namespace PersonaGrain.Testing.Postgres;

/// <summary>A test with a PostgreSQL server of its own; skipped, with the reason, where PostgreSQL is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    /// <summary>Needs PostgreSQL's programs.</summary>
    public PostgresFactAttribute() => Skip = PostgresBinaries.WhyMissing;
}

/// <summary>A theory with a PostgreSQL server of its own; skipped, with the reason, where PostgreSQL is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    /// <summary>Needs PostgreSQL's programs.</summary>
    public PostgresTheoryAttribute() => Skip = PostgresBinaries.WhyMissing;
}

/// <summary>The class's inherited contract tests need PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPostgresAttribute : RequirementAttribute
{
    /// <inheritdoc />
    public override string? WhyMissing => PostgresBinaries.WhyMissing;
}
