namespace PersonaGrain.Embedded; internal static class Placeholder;
