namespace PersonaGrain.Learning.Fitting;

/// <summary>One parameter of a model.</summary>
/// <param name="Name">Its name in the field, such as <c>alpha</c>.</param>
/// <param name="Value">Its value.</param>
public readonly record struct FittedParameter(string Name, double Value);
