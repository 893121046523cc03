namespace PersonaGrain.Catalogs;

/// <summary>What a declared attribute or trait may hold.</summary>
public enum ValueType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An ISO 8601 date or date and time, held as text.</summary>
    Date,

    /// <summary>A list of scalars.</summary>
    List,
}
