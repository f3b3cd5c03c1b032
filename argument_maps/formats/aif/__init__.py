"""The Argument Interchange Format: node sets as AIFdb gives them, and xAIF, which has their text and layout besides."""
